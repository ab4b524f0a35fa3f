import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import { Timestamp } from "@/components/ui/timestamp";
import type { InterviewMessage } from "@/lib/contracts/interviews";
import type { ChatDraft } from "./chat-store";

/** One message, with its round and model. */
export function MessageBubble({
  message,
  agent,
  isDemo,
  newRound,
}: {
  message: InterviewMessage;
  agent: string;
  isDemo: boolean;
  newRound: boolean;
}) {
  const { role, text, problem, nullValues, round, model, createdAt } = message;
  return (
    <>
      {newRound ? (
        <p
          className={cn(
            "flex items-center gap-3 text-sm text-muted-foreground before:h-px before:flex-1",
            "before:bg-border after:h-px after:flex-1 after:bg-border",
          )}
        >
          {round === 0 ? "Before round 1" : `In round ${String(round)}`}
        </p>
      ) : null}
      {role === "interviewer" ? (
        <BubbleFrame side="own" by="You">
          {text}
        </BubbleFrame>
      ) : (
        <BubbleFrame
          side="agent"
          by={agent}
          note={
            <>
              Simulated by {model ?? "an unknown model"}
              {isDemo ? ", not an LLM" : ""} · <Timestamp at={createdAt} />
              {nullValues === null ? "" : ` · Empty in the prompt: ${nullValues}`}
            </>
          }
        >
          {text}
          {problem === null ? null : (
            <span className="mt-1 block rounded-sm bg-warning-soft px-2 py-1 text-warning">
              {text === "" ? "No answer. " : ""}
              {problem}
            </span>
          )}
        </BubbleFrame>
      )}
    </>
  );
}

/** A question without an answer so far. */
export function WaitingBubble({
  pending,
  agent,
  onRetry,
  onEdit,
}: {
  pending: NonNullable<ChatDraft["pending"]>;
  agent: string;
  onRetry: () => void;
  onEdit: () => void;
}) {
  return (
    <>
      <BubbleFrame side="own" by="You">
        {pending.text}
      </BubbleFrame>
      {pending.state === "waiting" ? (
        <p role="status" className="flex items-center gap-2 text-sm text-muted-foreground">
          <Spinner />
          {agent} is answering…
        </p>
      ) : (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-sm">
          <span className="min-w-0 text-right break-words text-destructive">{pending.problem}</span>
          <span className="flex gap-2">
            <Button size="sm" onClick={onEdit}>
              Edit
            </Button>
            <Button size="sm" onClick={onRetry}>
              Try again
            </Button>
          </span>
        </div>
      )}
    </>
  );
}

function BubbleFrame({
  side,
  by,
  note,
  children,
}: {
  side: "own" | "agent";
  by: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <article
      aria-label={by}
      className={cn(
        "flex max-w-[min(40rem,85%)] flex-col gap-1",
        side === "own" ? "items-end self-end" : "items-start self-start",
      )}
    >
      <div
        className={cn(
          "rounded-lg border px-3 py-2 break-words whitespace-pre-wrap",
          side === "own" ? "border-primary/25 bg-primary-soft" : "border-border bg-card",
        )}
      >
        {children}
      </div>
      {note === undefined ? null : <p className="px-1 text-xs text-muted-foreground">{note}</p>}
    </article>
  );
}
