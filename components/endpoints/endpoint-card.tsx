"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failureMessage, queryKeys, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { formatCount, formatNumber } from "@/components/ui/format";
import { Tooltip } from "@/components/ui/tooltip";
import { probeResult, type Endpoint } from "@/lib/contracts/endpoints";
import { abilitiesOf } from "./capabilities";
import { ProbeReport } from "./probe-report";

export interface EndpointCardProps {
  endpoint: Endpoint;
  administrator: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

export function EndpointCard({ endpoint, administrator, onEdit, onDelete }: EndpointCardProps) {
  const { id, name, baseUrl, model, group, hasKey, isDemo, isBuiltIn, concurrency, timeoutMs } = endpoint;
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => request("POST", "/api/endpoints/test", probeResult, { body: { baseUrl, model, endpointId: id } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.endpoints }),
  });
  return (
    <Card>
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {name}
            {isDemo ? <Badge tone="warning" className="font-normal">Demo model, not an LLM</Badge> : null}
          </span>
        }
        actions={
          administrator ? (
            <>
              <Button size="sm" loading={test.isPending} onClick={() => test.mutate()}>
                Test<span className="sr-only"> {name}</span>
              </Button>
              <Button size="sm" onClick={onEdit}>
                Change<span className="sr-only"> {name}</span>
              </Button>
              {isBuiltIn ? null : (
                <Button size="sm" variant="ghost" onClick={onDelete}>
                  Delete<span className="sr-only"> {name}</span>
                </Button>
              )}
            </>
          ) : undefined
        }
      />
      <CardBody className="flex flex-col gap-4">
        <DataList
          items={[
            { label: "Model", value: <span className="font-mono text-sm">{model}</span> },
            { label: "Address", value: <span className="font-mono text-sm">{baseUrl}</span> },
            ...(isBuiltIn ? [] : [{ label: "Key", value: hasKey ? "stored, never shown" : "none" }]),
            { label: "Limits", value: `${formatCount(concurrency, "call")} at once, time-out ${formatNumber(timeoutMs / 1_000)} s` },
            ...(group === "embeddings" ? [{ label: "Use", value: "embeds what agents remember" }] : []),
            { label: "Can do", value: <Abilities endpoint={endpoint} /> },
          ]}
        />
        <div aria-live="polite" className="empty:hidden">
          {test.data && !test.isPending ? <ProbeReport result={test.data} /> : null}
          {test.isError ? <Alert tone="error" title="The test was not made">{failureMessage(test.error)}</Alert> : null}
        </div>
      </CardBody>
    </Card>
  );
}

function Abilities({ endpoint: { capabilities } }: { endpoint: Endpoint }) {
  if (capabilities === null) return <span className="text-muted-foreground">not tested yet</span>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {abilitiesOf(capabilities).map(({ key, label, able, meaning }) => (
        <Tooltip key={key} content={meaning}>
          <Badge tone={able === true ? "success" : "outline"} tabIndex={0}>
            {able === true ? label : able === null ? `${label}: not known` : `no ${label}`}
          </Badge>
        </Tooltip>
      ))}
    </span>
  );
}
