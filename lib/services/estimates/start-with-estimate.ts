import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { StartedStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { homeProject } from "../projects/home-project";
import type { StartStudyPorts } from "../studies/ports";
import { startStudy, type StartStudyInput } from "../studies/start-study";
import { estimateKey, estimateStudy } from "./estimate-study";
import type { EstimatePorts } from "./ports";

/**
 * Starts a study and stores its estimate: the one shown before the start, else one
 * computed meanwhile. Starting neither waits for it nor fails with it. Programs that start studies
 * (`system`) get none unless they pass `keep`, which is called with the pending work.
 */
export async function startWithEstimate(
  ports: StartStudyPorts & EstimatePorts,
  actor: Actor,
  input: StartStudyInput,
  { keep }: { readonly keep?: (saved: Promise<void>) => void } = {},
): Promise<StartedStudy> {
  // Begin the estimate first: the study's own decisions must not be part of its record.
  const expected =
    actor.kind === "user" || keep
      ? findOrComputeEstimate(ports, actor, input).catch(() => undefined)
      : undefined;
  const started = await startStudy(ports, actor, input);
  const saved = saveEstimate(ports, started.studyId, expected).catch(() => undefined);
  keep?.(saved);
  return started;
}

async function findOrComputeEstimate(
  ports: EstimatePorts,
  actor: Actor,
  input: StartStudyInput,
): Promise<StudyEstimate> {
  const project = await homeProject(ports, actor);
  return (
    ports.estimateCache.peek(`${project.id} ${estimateKey(ports, input)}`) ??
    estimateStudy(ports, actor, input)
  );
}

async function saveEstimate(
  { estimates }: EstimatePorts,
  studyId: string,
  expected: Promise<StudyEstimate | undefined> | undefined,
): Promise<void> {
  const estimate = await expected;
  if (estimate) await estimates.save(studyId, estimate);
}
