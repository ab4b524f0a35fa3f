"use client";

import { useEffect, useRef } from "react";
import { FailureAlert } from "@/components/api";
import {
  AgentLabel,
  formatAgentName,
  isFinal,
  formatProfile,
  nameOfAgent,
  useAgents,
  usePopulation,
} from "@/components/run-data";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import type { InterviewMessage } from "@/lib/contracts/interviews";
import type { RunDetail } from "@/lib/contracts/runs";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";
import { MessageBubble, WaitingBubble } from "./message-bubble";
import { getDraft, useChatDrafts } from "./chat-store";
import { Composer } from "./composer";
import { chatKey, useAskAgent, useInterview } from "./use-interview";

/** The interview with one agent. */
export function Chat({ run, agent }: { run: RunDetail; agent: string }) {
  const key = chatKey(run.id, agent);
  const { data, error, isPending, refetch } = useInterview(run.id, agent);
  const draft = useChatDrafts((state) => getDraft(state.drafts, key));
  const ask = useAskAgent(run.id);
  const { pending } = draft;
  const state = useAgentState(run.id, agent);
  const title = formatAgentName(agent, state.name);
  const messages = data?.messages ?? [];

  // Keep the latest message in view.
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [messages.length, pending]);

  return (
    <>
      <ChatHeader run={run} agent={agent} state={state} />
      <div
        className="min-h-0 flex-1 overflow-y-auto px-4 py-4"
        role="log"
        aria-label={`Interview with ${title}`}
        aria-busy={pending?.state === "waiting"}
        tabIndex={0}
      >
        <div className="flex min-h-full flex-col justify-end gap-3">
          {error ? (
            <FailureAlert
              title="The interview could not be loaded"
              error={error}
              onRetry={() => void refetch()}
            />
          ) : null}
          {isPending ? <ChatSkeleton /> : null}
          {data && messages.length === 0 && pending === null ? (
            <p className="self-center text-muted-foreground">No questions yet. Ask one below.</p>
          ) : null}
          {messages.map((message, index) => (
            <MessageBubble
              key={message.id}
              message={message}
              agent={title}
              isDemo={run.isDemo}
              newRound={isNewRound(message, messages[index - 1])}
            />
          ))}
          {pending ? (
            <WaitingBubble
              pending={pending}
              agent={title}
              onRetry={() => void ask(agent, pending.text)}
              onEdit={() => useChatDrafts.getState().editQuestion(key)}
            />
          ) : null}
          <div ref={end} />
        </div>
      </div>
      {run.mayRun ? (
        <Composer
          agent={title}
          text={draft.text}
          busy={pending?.state === "waiting"}
          disabled={error !== null}
          onText={(text) => useChatDrafts.getState().setText(key, text)}
          onSend={(text) => void ask(agent, text)}
        />
      ) : (
        <p className="border-t border-border px-4 py-3 text-muted-foreground">
          You can view this run, but not interview its agents. This requires permission to start
          runs.
        </p>
      )}
    </>
  );
}

const isNewRound = (message: InterviewMessage, before: InterviewMessage | undefined): boolean =>
  message.round !== before?.round;

/** The agent as it is now: its values and name, once they are loaded. */
function useAgentState(runId: string, agent: string) {
  const type = tableOfRowId(agent);
  const { data: population } = usePopulation(runId);
  const { data: found, isFetching } = useAgents({ runId, type, search: agent, limit: 20 });
  const values = found?.agents.find(({ id }) => id === agent)?.values;
  const attributes = population?.types.find(({ name }) => name === type)?.attributes ?? [];
  const isMissing = found !== undefined && !isFetching && values === undefined;
  return { values, attributes, isMissing, name: nameOfAgent(attributes, values) };
}

function ChatHeader({
  run,
  agent,
  state: { values, attributes, isMissing, name },
}: {
  run: RunDetail;
  agent: string;
  state: ReturnType<typeof useAgentState>;
}) {
  const { round } = run.progress;
  return (
    <header
      className={cn(
        "flex shrink-0 flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b",
        "border-border px-4 py-2",
      )}
    >
      <div className="min-w-0">
        <h2 className="font-semibold">
          <AgentLabel id={agent} name={name} />
        </h2>
        <p className="min-h-5 text-sm text-muted-foreground">
          {values
            ? formatProfile(attributes, values)
            : isMissing
              ? "This agent does not exist."
              : "\u00a0"}
        </p>
      </div>
      <div className="text-right text-sm text-muted-foreground">
        <p>The agent will not remember this.</p>
        <p>
          {round === 0
            ? "State: before round 1"
            : `State: ${isFinal(run.progress) ? "end of round" : "round"} ${String(round)}`}
        </p>
      </div>
    </header>
  );
}

function ChatSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the interview</span>
      <Skeleton className="h-9 w-64 self-end" />
      <Skeleton className="h-16 w-96 max-w-full" />
    </div>
  );
}
