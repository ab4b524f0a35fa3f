import type { StartedStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { homeProject } from "../projects/home-project";
import type { StudyPorts } from "../studies/ports";
import { startStudy, type StartStudyInput } from "../studies/start-study";
import { estimateKey, estimateStudy } from "./estimate-study";
import type { EstimatePorts } from "./ports";

/** Values of parameters beyond which a population may be so large that its set-up alone keeps the process busy. */
const LARGE = 5_000;

/**
 * Starts a study, and keeps with it what it was expected to take: the estimate that was seen before it began, else one that
 * is made while it runs. Starting never waits for it, and never fails for it.
 */
export async function startWithEstimate(ports: StudyPorts & EstimatePorts, actor: Actor, input: StartStudyInput): Promise<StartedStudy> {
  const started = await startStudy(ports, actor, input);
  void keepEstimate(ports, actor, input, started.studyId).catch(() => undefined);
  return started;
}

async function keepEstimate(ports: EstimatePorts, actor: Actor, input: StartStudyInput, studyId: string): Promise<void> {
  const project = await homeProject(ports, actor);
  const seen = ports.knownEstimates.last(`${project.id} ${estimateKey(ports, input)}`);
  // A command line is there to run something: whoever wants an estimate there asks for it.
  const isAsked = actor.kind === "user" && Object.values(input.parameters).every((value) => typeof value !== "number" || value <= LARGE);
  const estimate = seen ?? (isAsked ? await estimateStudy(ports, actor, input) : undefined);
  if (estimate) await ports.estimates.save(studyId, estimate);
}
