"use client";

import { Boxes, Plus } from "lucide-react";
import { useState } from "react";
import { FailureAlert } from "@/components/api";
import { ProcessSection } from "@/components/processes";
import { Page } from "@/components/shell";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { EndpointDialog } from "./endpoint-dialog";
import { EndpointGroupCard } from "./endpoint-group-card";
import { groupEndpoints } from "./endpoint-groups";
import { type Removal, RemovalDialog } from "./removal-dialog";
import { fetchEndpointUses } from "./use-endpoint-uses";
import { useEndpoints } from "./use-endpoints";
import { useSwitchEndpoint } from "./use-switch-endpoint";

const MIN_SEARCHABLE = 7;

/**
 * All endpoints by group. Only administrators change them, because the server calls these
 * addresses.
 */
export function EndpointList({
  endpoints: initial,
  administrator,
}: {
  endpoints: Endpoint[];
  administrator: boolean;
}) {
  const { data: endpoints, error, refetch } = useEndpoints(initial);
  const [edited, setEdited] = useState<Endpoint | "new" | null>(null);
  const [removal, setRemoval] = useState<Removal | null>(null);
  const [checking, setChecking] = useState<string | undefined>();
  const [search, setSearch] = useState("");
  const { mutate: switchTo, isPending, variables } = useSwitchEndpoint();
  const onSwitch = async (endpoint: Endpoint, enabled: boolean) => {
    if (enabled) return switchTo({ endpoint, enabled });
    setChecking(endpoint.id);
    // Ask for confirmation if the runs that use it cannot be determined.
    const unused = await fetchEndpointUses(endpoint.id).then(
      (uses) => uses.length === 0,
      () => false,
    );
    setChecking(undefined);
    if (unused) switchTo({ endpoint, enabled });
    else setRemoval({ endpoint, action: "disable" });
  };
  const add = (
    <Button variant="primary" onClick={() => setEdited("new")}>
      <Plus aria-hidden />
      Add endpoint
    </Button>
  );
  const wanted = search.trim().toLowerCase();
  const shown = groupEndpoints(endpoints).flatMap((group) => {
    const found = group.endpoints.filter(({ name, model, baseUrl }) =>
      `${group.name} ${name} ${model} ${baseUrl}`.toLowerCase().includes(wanted),
    );
    return found.length === 0 ? [] : [{ ...group, endpoints: found }];
  });
  return (
    <Page crumbs={[{ label: "Models" }]}>
      <PageHeader
        title="Models"
        description="Endpoints: OpenAI-compatible servers whose models answer for the agents."
        actions={administrator ? add : undefined}
      />
      {error ? (
        <FailureAlert
          title="The list could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {administrator ? null : (
        <Alert title="You can use these endpoints, but not change them">
          Ask an administrator of this installation to add, edit, test, enable or disable endpoints.
        </Alert>
      )}
      {endpoints.length > 0 && endpoints.every(({ isDemo }) => isDemo) ? (
        <Alert tone="warning" title="Only the demo model is available, and it is not an LLM">
          It answers by rules, immediately and without an API key. Use it to try out Microcosm, not
          for findings.{administrator ? " Add an endpoint for a real model." : null}
        </Alert>
      ) : null}
      {endpoints.length >= MIN_SEARCHABLE ? (
        <SearchInput label="Search endpoints" value={search} onValueChange={setSearch} />
      ) : null}
      {endpoints.length === 0 ? (
        <Card>
          <EmptyState
            icon={Boxes}
            title="No endpoints yet"
            description={
              administrator
                ? "Add a server: its address, its API key if it needs one, and the name of the " +
                  "model."
                : "Ask an administrator of this installation to add one."
            }
          />
        </Card>
      ) : null}
      {shown.map((group) => (
        <EndpointGroupCard
          key={group.name}
          group={group}
          administrator={administrator}
          switching={checking ?? (isPending ? variables.endpoint.id : undefined)}
          onEdit={setEdited}
          onDelete={(endpoint) => setRemoval({ endpoint, action: "delete" })}
          onSwitch={(endpoint, enabled) => void onSwitch(endpoint, enabled)}
        />
      ))}
      {endpoints.length > 0 && shown.length === 0 ? (
        <EmptyState
          title="No endpoint matches"
          action={<Button onClick={() => setSearch("")}>Clear search</Button>}
        />
      ) : null}
      <ProcessSection />
      <EndpointDialog subject={edited} endpoints={endpoints} onClose={() => setEdited(null)} />
      <RemovalDialog removal={removal} onClose={() => setRemoval(null)} />
    </Page>
  );
}
