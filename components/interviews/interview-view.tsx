"use client";

import { MessageSquare } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { useRun } from "@/components/run-data";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { RunDetail } from "@/lib/contracts/runs";
import { AgentList } from "./agent-list";
import { Chat } from "./chat";

const AGENT = /^[A-Za-z][A-Za-z0-9_]{0,59}-[1-9]\d{0,9}$/;
/** From below the tabs to the lower edge of the window. */
const HEIGHT = "h-[max(30rem,calc(100dvh-15.5rem))]";

/** Interviews with one agent at a time. The address of the page says which. */
export function InterviewView({ run: initial }: { run: RunDetail }) {
  const { data: run = initial } = useRun(initial.id, initial);
  const requested = useSearchParams().get("agent");
  const agent = requested !== null && AGENT.test(requested) ? requested : null;
  const open = useCallback(
    (id: string) =>
      window.history.replaceState(null, "", `?${new URLSearchParams({ agent: id }).toString()}`),
    [],
  );
  return (
    <Card
      className={`grid grid-cols-1 overflow-hidden md:grid-cols-[18rem_minmax(0,1fr)] ${HEIGHT}`}
    >
      <AgentList run={run} agent={agent} onOpen={open} />
      <div className="flex min-h-0 min-w-0 flex-col border-border max-md:border-t md:border-l">
        {agent === null ? (
          <EmptyState
            className="my-auto"
            icon={MessageSquare}
            title="Choose an agent to interview"
            description={
              "The agent answers from its profile, its memory and the current state of the " +
              "world. It will not remember the interview, which does not affect the run."
            }
          />
        ) : (
          <Chat key={agent} run={run} agent={agent} />
        )}
      </div>
    </Card>
  );
}
