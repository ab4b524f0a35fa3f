import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { StartedStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { homeProject } from "../projects/home-project";
import type { StartStudyPorts } from "../studies/ports";
import { startStudy, type StartStudyInput } from "../studies/start-study";
import { estimateKey, estimateStudy } from "./estimate-study";
import type { EstimatePorts } from "./ports";

/**
 * Starts a study, and keeps with it what it was expected to take: the estimate that was seen before
 * it began, else one that is made while it begins. Starting never waits for it, and never fails for
 * it. Programs that start studies (`system`) get none unless they ask for it, by `keep`, which is
 * called with the work that is left.
 */
export async function startWithEstimate(
  ports: StartStudyPorts & EstimatePorts,
  actor: Actor,
  input: StartStudyInput,
  { keep }: { readonly keep?: (saved: Promise<void>) => void } = {},
): Promise<StartedStudy> {
  // Begun first, so that what the study itself decides is no part of the record that the estimate
  // rests on.
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
