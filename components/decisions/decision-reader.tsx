"use client";

import { Fragment, type ReactNode } from "react";
import { FailureAlert } from "@/components/api";
import { DeletedPrompts } from "@/components/retention";
import { Alert } from "@/components/ui/alert";
import { CodeBlock } from "@/components/ui/code-block";
import { DataList } from "@/components/ui/data-list";
import { formatDuration, formatNumber } from "@/components/ui/format";
import { formatDollars } from "@/components/ui/format-dollars";
import type { AnswerField, DecisionDetail } from "@/lib/contracts/reviews";
import type { RunDetail } from "@/lib/contracts/runs";
import { splitNullValues } from "@/lib/domain/decision/null-values";
import { CorrectionDialog } from "./correction-dialog";
import { DecisionStatus, STATUS } from "./decision-status";
import { ReviewPanel } from "./review-panel";
import type { ReviewHandle } from "./use-review";
import { formatValue } from "./format-values";

export interface DecisionReaderProps {
  run: RunDetail;
  decision: DecisionDetail;
  /** The form for another answer: undefined while it loads, null if it failed (`formError`). */
  fields: readonly AnswerField[] | null | undefined;
  formError: Error | null;
  review: ReviewHandle;
}

/** A decision: the answer, its review, the prompt and the model call. */
export function DecisionReader({ run, decision, fields, formError, review }: DecisionReaderProps) {
  const { system, prompt, raw, trimmed, nullValues } = decision;
  const deletedAt = prompt === null && decision.attempts > 0 ? run.promptsDeletedAt : null;
  return (
    <div className="flex flex-col gap-6">
      <Answer decision={decision} fields={fields} />
      {formError && (run.mayRun || run.mayReview) ? (
        <FailureAlert title="This answer cannot be rewritten or corrected here" error={formError} />
      ) : null}
      {run.mayRun && fields && fields.length > 0 ? (
        <CorrectionDialog run={run} decision={decision} fields={fields} />
      ) : null}
      {run.mayReview ? <ReviewPanel decision={decision} fields={fields} review={review} /> : null}
      <Section title="Prompt">
        {prompt === null ? (
          <p className="text-muted-foreground">
            {deletedAt === null ? (
              "No model call was made for this decision."
            ) : (
              <DeletedPrompts at={deletedAt} />
            )}
          </p>
        ) : null}
        {system === null || system === "" ? null : (
          <CodeBlock title="System" code={system} maxHeight="10rem" />
        )}
        {trimmed === null || trimmed === "" ? null : (
          <p className="text-sm text-warning">
            Truncated to the token budget: {trimmed}. The agent did not see the rest.
          </p>
        )}
        {nullValues === null ? null : (
          <p className="text-sm text-warning">
            Without a value, and so empty in the prompt:{" "}
            {splitNullValues(nullValues).map((expression, index) => (
              <Fragment key={expression}>
                {index === 0 ? null : ", "}
                <code>{expression}</code>
              </Fragment>
            ))}
            .
          </p>
        )}
        {prompt === null ? null : <CodeBlock title="User" code={prompt} maxHeight="24rem" />}
      </Section>
      {raw === null ? null : (
        <Section title="Raw answer">
          <CodeBlock code={raw} maxHeight="16rem" />
        </Section>
      )}
      {deletedAt === null ? null : (
        <Section title="Raw answer">
          <p className="text-muted-foreground">
            <DeletedPrompts at={deletedAt} />
          </p>
        </Section>
      )}
      <Section title="Model call">
        <CallDetails run={run} decision={decision} />
      </Section>
    </div>
  );
}

function Answer({
  decision: { status, reason, message, usedFallback, corrected, values, asked, names: known },
  fields,
}: Pick<DecisionReaderProps, "decision" | "fields">) {
  const byName = new Map(fields?.map((field) => [field.name, field]));
  const labels = new Map((fields ?? asked).map(({ name, label }) => [name, label]));
  // In the order of the form; the database may keep another.
  const names =
    values === null
      ? []
      : [
          ...[...labels.keys()].filter((name) => Object.hasOwn(values, name)),
          ...Object.keys(values).filter((name) => !labels.has(name)),
        ];
  const why = [
    sentence(message ?? reason),
    usedFallback ? "The action's fallback was used instead." : null,
  ]
    .filter((part) => part !== null)
    .join(" ");
  return (
    <Section title="Answer" aside={<DecisionStatus status={status} />}>
      {corrected ? (
        <Alert tone="info" title="Corrected by a person">
          This answer replaced the agent&apos;s own when the run was forked. The raw answer below is
          the model&apos;s original one.
        </Alert>
      ) : null}
      {status === "valid" ? null : (
        <Alert tone={status === "invalid" ? "error" : "warning"} title={STATUS[status].meaning}>
          {why === "" ? undefined : why}
        </Alert>
      )}
      {values === null || names.length === 0 ? (
        status === "valid" ? (
          <p className="text-muted-foreground">This action has no inputs.</p>
        ) : null
      ) : (
        <DataList
          items={names.map((name) => ({
            label: labels.get(name) ?? name,
            value: (
              <span className="break-words whitespace-pre-wrap">
                {formatValue(values[name], { field: byName.get(name), names: known })}
              </span>
            ),
          }))}
        />
      )}
    </Section>
  );
}

/** Turns a reason into a sentence; reasons are phrases, for files and prompts. */
function sentence(text: string | null): string | null {
  if (text === null || text === "") return null;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;
}

const KIND: Readonly<Record<DecisionDetail["kind"], string>> = {
  action: "Action",
  questionnaire: "Questionnaire",
  turn: "Conversation turn",
  script: "Whole conversation",
  next: "Next speaker",
  closing: "Conversation closing",
  narration: "Narration",
  reflection: "Reflection",
  text: "Text generated at setup",
};

function CallDetails({ run, decision }: { run: RunDetail; decision: DecisionDetail }) {
  const {
    kind,
    about,
    model,
    endpoint,
    promptTokens,
    completionTokens,
    latencyMs,
    attempts,
    finishReason,
    cost,
    reused,
    version,
    seq,
  } = decision;
  return (
    <DataList
      items={[
        { label: "Kind", value: KIND[kind] },
        ...(about === null ? [] : [{ label: "About", value: about }]),
        {
          label: "Model",
          value: model === null ? "–" : run.isDemo ? `${model} (not an LLM)` : model,
        },
        { label: "Endpoint", value: endpoint ?? "–" },
        {
          label: "Tokens",
          value: `${formatNumber(promptTokens)} in, ${formatNumber(completionTokens)} out`,
        },
        ...(reused
          ? [{ label: "Source", value: "Recorded answer of an earlier call, at no cost" }]
          : []),
        ...(cost === null ? [] : [{ label: "Cost", value: formatDollars(cost) }]),
        { label: "Latency", value: formatDuration(latencyMs) },
        { label: "Attempts", value: formatNumber(attempts) },
        { label: "Finish reason", value: finishReason ?? "–" },
        { label: "Position", value: `step ${formatNumber(version)}, number ${formatNumber(seq)}` },
      ]}
    />
  );
}

function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-2">
      <header className="flex items-center justify-between gap-2">
        <h3 className="font-semibold">{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
