"use client";

import { useState } from "react";
import { FailureAlert } from "@/components/api";
import {
  AgentLabel,
  formatProfile,
  nameOfAgent,
  useAgents,
  usePopulation,
} from "@/components/run-data";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/components/ui/format";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { useDebouncedText } from "@/components/ui/use-debounced-text";
import type { AgentList as FoundAgents } from "@/lib/contracts/population";
import type { RunDetail } from "@/lib/contracts/runs";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";
import { useInterviews } from "./use-interview";

const MAX_LISTED = 100;

export interface AgentListProps {
  run: RunDetail;
  agent: string | null;
  onOpen: (agent: string) => void;
}

/** Searchable list of the agents of a run; those already interviewed first. */
export function AgentList({ run, agent, onOpen }: AgentListProps) {
  const { data: population } = usePopulation(run.id);
  const { data: interviewed } = useInterviews(run.id);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const opened = agent === null ? undefined : tableOfRowId(agent);
  const type = chosen ?? run.agentTypes.find((name) => name === opened) ?? run.agentTypes[0];
  const search = useDebouncedText(typed.trim());
  const { data, error, isPending, refetch } = useAgents({
    runId: run.id,
    type,
    search,
    limit: MAX_LISTED,
  });
  const attributes = population?.types.find(({ name }) => name === type)?.attributes ?? [];

  return (
    <nav aria-label="Agents" className="flex min-h-0 flex-col max-md:h-64">
      <div className="flex shrink-0 flex-col gap-2 border-b border-border p-3">
        {run.agentTypes.length > 1 ? (
          <Select
            aria-label="Type of agent"
            value={type}
            onValueChange={setChosen}
            options={(
              population?.types ?? run.agentTypes.map((name) => ({ name, label: name }))
            ).map(({ name, label }) => ({ value: name, label }))}
          />
        ) : null}
        <SearchInput
          label="Search agents"
          placeholder="ID, number or profile text"
          value={typed}
          onValueChange={setTyped}
          className="w-full max-w-none"
          maxLength={200}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {search === "" && interviewed !== undefined && interviewed.length > 0 ? (
          <section aria-label="Interviewed" className="border-b border-border pb-1">
            <h2 className="px-3 pt-2 pb-1 text-sm text-muted-foreground">Interviewed</h2>
            <ul>
              {interviewed.map((one) => (
                <Item
                  key={one.agent}
                  id={one.agent}
                  name={one.name}
                  line={
                    one.questions === 1 ? "1 question" : `${formatNumber(one.questions)} questions`
                  }
                  current={one.agent === agent}
                  onOpen={onOpen}
                />
              ))}
            </ul>
          </section>
        ) : null}
        {error ? (
          <div className="p-3">
            <FailureAlert
              title="The agents could not be loaded"
              error={error}
              onRetry={() => void refetch()}
            />
          </div>
        ) : isPending ? (
          <ListSkeleton />
        ) : data.agents.length === 0 ? (
          <EmptyState
            title={search === "" ? "No agents yet" : "No agent matches"}
            description={
              search === ""
                ? "Agents appear when the run is set up."
                : "Search for a number, the beginning of an ID, or text from a profile."
            }
          />
        ) : (
          <>
            <ul aria-label="Agents">
              {data.agents.map(({ id, values }) => (
                <Item
                  key={id}
                  id={id}
                  name={nameOfAgent(attributes, values)}
                  line={formatProfile(attributes, values)}
                  current={id === agent}
                  onOpen={onOpen}
                />
              ))}
            </ul>
            {data.atLeast || data.total > data.agents.length ? (
              <p className="px-3 py-2 text-sm text-muted-foreground">
                {describeExtent(data, search)}
              </p>
            ) : null}
          </>
        )}
      </div>
    </nav>
  );
}

function describeExtent({ agents, total, atLeast }: FoundAgents, search: string): string {
  const shown = `The first ${formatNumber(agents.length)}`;
  const remedy = search === "" ? "Search to find others." : "Refine the search to find others.";
  return atLeast ? `${shown}. ${remedy}` : `${shown} of ${formatNumber(total)}. ${remedy}`;
}

function Item({
  id,
  name,
  line,
  current,
  onOpen,
}: {
  id: string;
  name?: string | null | undefined;
  line: string;
  current: boolean;
  onOpen: (id: string) => void;
}) {
  return (
    <li>
      <button
        type="button"
        aria-current={current ? "true" : undefined}
        onClick={() => onOpen(id)}
        className={cn(
          "focus-inset flex w-full min-w-0 flex-col px-3 py-1.5 text-left hover:bg-accent",
          "aria-[current=true]:bg-primary-soft",
        )}
      >
        <span className="w-full truncate">
          <AgentLabel id={id} name={name} />
        </span>
        <span className="w-full truncate text-sm text-muted-foreground" title={line}>
          {line}
        </span>
      </button>
    </li>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3 p-3">
      <span className="sr-only">Loading agents</span>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="h-9" />
      ))}
    </div>
  );
}
