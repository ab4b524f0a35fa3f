import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { interventionInput, LiveIntervention } from "@/lib/contracts/interventions";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "../runs/find-run";
import { checkEffects } from "./check-intervention";
import { toIntervention } from "./list-interventions";
import type { InterventionPorts } from "./ports";

/**
 * Requests a change from outside. It is applied before the next step of an active run, or when a
 * paused one resumes, and is part of the run from then on: of its digest, its replay and its forks.
 * @throws AppError notFound; invalid with a pointer per problem; conflict when the run is over
 */
export async function intervene(
  ports: InterventionPorts,
  actor: Actor,
  runId: string,
  input: z.output<typeof interventionInput>,
): Promise<LiveIntervention> {
  const run = await findRun(ports, actor, runId, "run");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const effects = checkEffects(scenario, input.effects);
  const added = await ports.interventions.add(
    run,
    {
      label: input.label,
      effects,
      createdById: actor.kind === "user" ? actor.userId : null,
    },
    auditEntry(actor, "run.intervene", {
      projectId: run.projectId,
      after: { label: input.label, effects },
    }),
  );
  if (!added)
    throw new AppError(
      "conflict",
      "This run is over, so it accepts no interventions. Fork it from a round to intervene there.",
    );
  return toIntervention(added, run.status);
}
