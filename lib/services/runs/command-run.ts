import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { statusAfterCommand, type RunCommand, type RunStatus } from "@/lib/domain/run";
import type { DispatchPorts } from "../dispatch/ports";
import { enqueueCurrentStep } from "../dispatch/enqueue-current-step";
import { findRun } from "./find-run";
import type { FindRunPorts, RunStore } from "./ports";

export type CommandPorts = FindRunPorts &
  DispatchPorts & { readonly runs: Pick<RunStore, "transition"> };

const REASONS: Partial<Record<RunCommand, string>> = {
  pause: "Paused by a member of the project.",
  cancel: "Cancelled by a member of the project.",
};

/**
 * Pauses, resumes or cancels a run. Recorded decisions stay; a resumed run continues where it
 * stopped.
 * @throws AppError notFound; conflict when the run is in another state
 */
export async function commandRun(
  ports: CommandPorts,
  actor: Actor,
  runId: string,
  command: Exclude<RunCommand, "start">,
): Promise<{ status: RunStatus }> {
  const run = await findRun(ports, actor, runId, "run");
  // Pausing a run that waits for an endpoint makes it wait for a person.
  const to =
    command === "pause" && run.resumeAt !== null
      ? run.status
      : statusAfterCommand(run.status, command);
  if (!to)
    throw new AppError(
      "conflict",
      `This run is ${run.status} and cannot be ${PAST_PARTICIPLES[command]}.`,
    );
  const changed = await ports.runs.transition(run.id, {
    from: [run.status],
    to,
    reason: REASONS[command] ?? null,
    ...(command === "pause" && { cause: "person" as const }),
    ...(command === "resume" && { resumeTries: 0 }),
    newEpoch: true,
    audit: auditEntry(actor, `run.${command}`, {
      projectId: run.projectId,
      before: { status: run.status },
      after: { status: to },
    }),
  });
  if (!changed)
    throw new AppError("conflict", "The run changed in the meantime. Reload it and try again.");
  if (command === "resume") await enqueueCurrentStep(ports, changed);
  return { status: changed.status };
}

const PAST_PARTICIPLES = { pause: "paused", resume: "resumed", cancel: "cancelled" } as const;
