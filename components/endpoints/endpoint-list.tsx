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
        description="Endpoints: servers with a model that answers for the agents. Any OpenAI-compatible server works."
        actions={administrator ? add : undefined}
      />
      {error ? (
        <FailureAlert
          title="The list could not be brought up to date"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {administrator ? null : (
        <Alert title="You can use these endpoints, but not change them">
          Ask an administrator of this installation (the first is whoever set it up) to add, change,
          test or switch one.
        </Alert>
      )}
      {endpoints.length > 0 && endpoints.every(({ isDemo }) => isDemo) ? (
        <Alert tone="warning" title="Only the demo model is here, and it is not an LLM">
          It answers by rules, fast and without a key: good for trying the program out, not for
          findings. Add an endpoint for a real model.
        </Alert>
      ) : null}
      {endpoints.length >= MIN_SEARCHABLE ? (
        <SearchInput label="Search endpoints" value={search} onValueChange={setSearch} />
      ) : null}
      {endpoints.length === 0 ? (
        <Card>
          <EmptyState
            icon={Boxes}
            title="No endpoint yet"
            description={
              administrator
                ? "Add a server with a model: its address, its key if it needs one, and the model's name."
                : "An administrator of this installation adds them here."
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
