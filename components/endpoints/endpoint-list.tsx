"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Boxes, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { FailureAlert, failureMessage, queryKeys, request } from "@/components/api";
import { Page } from "@/components/shell";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { toast } from "@/components/ui/toast-store";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { EndpointCard } from "./endpoint-card";
import { EndpointDialog } from "./endpoint-dialog";
import { useEndpoints } from "./use-endpoints";

const SEARCHABLE_FROM = 7;

/** The servers that answer for agents. Only administrators change them: the server calls these addresses. */
export function EndpointList({ endpoints: initial, administrator }: { endpoints: Endpoint[]; administrator: boolean }) {
  const client = useQueryClient();
  const { data: endpoints, error, refetch } = useEndpoints(initial);
  const [edited, setEdited] = useState<Endpoint | "new" | null>(null);
  const [doomed, setDoomed] = useState<Endpoint | null>(null);
  const [search, setSearch] = useState("");
  const remove = useMutation({
    mutationFn: ({ id }: Endpoint) => request("DELETE", `/api/endpoints/${id}`, z.unknown()),
    onSuccess: (_, { name }) => toast.success(`${name} was deleted`),
    onError: (failure, { name }) => toast.error(`${name} was not deleted`, { description: failureMessage(failure) }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.endpoints }),
  });
  const add = (
    <Button variant="primary" onClick={() => setEdited("new")}>
      <Plus aria-hidden />
      Add endpoint
    </Button>
  );
  const shown = endpoints.filter(({ name, model, baseUrl }) => `${name} ${model} ${baseUrl}`.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Page crumbs={[{ label: "Models" }]}>
      <PageHeader title="Models" description="Endpoints: servers with a model that answers for the agents. Any OpenAI-compatible server works." actions={administrator ? add : undefined} />
      {error ? <FailureAlert title="The list could not be brought up to date" error={error} onRetry={() => void refetch()} /> : null}
      {administrator ? null : <Alert title="You can use these endpoints, but not change them">Ask an administrator of this installation to add or change one.</Alert>}
      {endpoints.length > 0 && endpoints.every(({ isDemo }) => isDemo) ? (
        <Alert tone="warning" title="Only the demo model is here, and it is not an LLM">
          It answers by rules, fast and without a key: good for trying the program out, not for findings. Add an endpoint for a real model.
        </Alert>
      ) : null}
      {endpoints.length >= SEARCHABLE_FROM ? <SearchInput label="Search endpoints" value={search} onValueChange={setSearch} /> : null}
      {endpoints.length === 0 ? (
        <Card>
          <EmptyState icon={Boxes} title="No endpoint yet" description="Add a server with a model: its address, its key if it needs one, and the model's name." />
        </Card>
      ) : (
        <ul className="flex flex-col gap-4">
          {shown.map((endpoint) => (
            <li key={endpoint.id}>
              <EndpointCard endpoint={endpoint} administrator={administrator} onEdit={() => setEdited(endpoint)} onDelete={() => setDoomed(endpoint)} />
            </li>
          ))}
          {shown.length === 0 ? <EmptyState title="No endpoint matches" action={<Button onClick={() => setSearch("")}>Clear search</Button>} /> : null}
        </ul>
      )}
      <EndpointDialog subject={edited} onClose={() => setEdited(null)} />
      <ConfirmDialog
        danger
        open={doomed !== null}
        onOpenChange={(open) => {
          if (!open) setDoomed(null);
        }}
        title={`Delete ${doomed?.name ?? "this endpoint"}?`}
        description="Its stored key is removed for good. Runs that used it keep their data and say what answered; those under way pause when they next call it."
        confirmLabel="Delete"
        onConfirm={async () => {
          if (doomed) await remove.mutateAsync(doomed);
        }}
      />
    </Page>
  );
}
