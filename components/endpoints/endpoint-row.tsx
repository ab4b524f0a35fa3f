"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { failureMessage, queryKeys, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatNumber } from "@/components/ui/format";
import { Switch } from "@/components/ui/switch";
import { getPreset } from "@/lib/contracts/endpoint-presets";
import { probeResult, type Endpoint } from "@/lib/contracts/endpoints";
import { CapabilityBadges } from "./capability-badges";
import { EndpointLoad } from "./endpoint-load";
import { formatPrices } from "./format-prices";
import { ProbeReport } from "./probe-report";

export interface EndpointActions {
  onEdit: (endpoint: Endpoint) => void;
  onDelete: (endpoint: Endpoint) => void;
  onSwitch: (endpoint: Endpoint, enabled: boolean) => void;
}

export interface EndpointRowProps extends EndpointActions {
  endpoint: Endpoint;
  administrator: boolean;
  /** Whether the server has not answered yet to a move of the switch. */
  switching: boolean;
}

/** One endpoint: model, capabilities, limits, prices and current load. */
export function EndpointRow({
  endpoint,
  administrator,
  switching,
  onEdit,
  onDelete,
  onSwitch,
}: EndpointRowProps) {
  const {
    id,
    name,
    baseUrl,
    model,
    preset,
    enabled,
    hasKey,
    isDemo,
    isBuiltIn,
    concurrency,
    timeoutMs,
  } = endpoint;
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () =>
      request("POST", "/api/endpoints/test", probeResult, {
        body: { baseUrl, model, endpointId: id },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.endpoints }),
  });
  return (
    <article aria-label={name} className="flex flex-col gap-3 px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-col gap-1">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold">
            {name}
            {isDemo ? (
              <Badge tone="warning" className="font-normal">
                Demo model, not an LLM
              </Badge>
            ) : null}
            {enabled || administrator ? null : <Badge className="font-normal">Disabled</Badge>}
          </h3>
          <p className="font-mono text-sm break-all">{model}</p>
          <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted-foreground">
            {isBuiltIn || preset === "custom" ? null : <span>{getPreset(preset).label}</span>}
            <span className="font-mono break-all">{baseUrl}</span>
            {isBuiltIn ? null : (
              <span className="inline-flex items-center gap-1">
                <KeyRound aria-hidden className="size-3.5" />
                {hasKey ? "API key stored" : "no API key"}
              </span>
            )}
          </p>
        </div>
        {administrator ? (
          <div className="flex items-center gap-2">
            <span aria-hidden className="text-sm text-muted-foreground">
              {enabled ? "Enabled" : "Disabled"}
            </span>
            <Switch
              aria-label={`Enable ${name}`}
              checked={enabled}
              disabled={switching}
              onCheckedChange={(checked) => onSwitch(endpoint, checked)}
            />
            <Button size="sm" loading={test.isPending} onClick={() => test.mutate()}>
              Test<span className="sr-only"> {name}</span>
            </Button>
            <Button size="sm" onClick={() => onEdit(endpoint)}>
              Edit<span className="sr-only"> {name}</span>
            </Button>
            {isBuiltIn ? null : (
              <Button size="sm" variant="ghost" onClick={() => onDelete(endpoint)}>
                Delete<span className="sr-only"> {name}</span>
              </Button>
            )}
          </div>
        ) : null}
      </div>
      <EndpointLoad endpointId={id} />
      <p className="text-sm text-muted-foreground">
        Concurrency limit {formatNumber(concurrency)} · timeout {formatNumber(timeoutMs / 1_000)} s
        {isDemo && endpoint.priceIn === null && endpoint.priceOut === null
          ? null
          : ` · ${formatPrices(endpoint)}`}
      </p>
      <CapabilityBadges endpoint={endpoint} />
      <div aria-live="polite" className="empty:hidden">
        {test.data && !test.isPending ? <ProbeReport result={test.data} /> : null}
        {test.isError ? (
          <Alert tone="error" title="The endpoint could not be tested">
            {failureMessage(test.error)}
          </Alert>
        ) : null}
      </div>
    </article>
  );
}
