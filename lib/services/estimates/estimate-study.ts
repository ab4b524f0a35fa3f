import { AppError } from "@/lib/contracts/errors";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { Actor } from "@/lib/domain/access";
import { resolveChoice } from "@/lib/domain/run";
import { dryRun, type DryRun, loadTokenTable, openSimulation, type Simulation, SimulationError } from "@/lib/engine";
import { loadDatasets } from "../datasets/run-datasets";
import type { StoredEndpoint } from "../endpoints/ports";
import { prepareStudy, type PreparedStudy } from "../studies/prepare-study";
import type { StartStudyInput } from "../studies/start-study";
import { type ModelRecord, readRecord } from "./from-record";
import { paceOf, type Pace } from "./pace";
import type { EstimatePorts } from "./ports";
import { type Answering, sumUp } from "./sum-up";

/** Milliseconds of play, after which what was played has to do. */
const WORK_MS = 3_000;
/** Milliseconds without a pause. */
const BREATH_MS = 15;
/** Where nobody named a seed: populations differ little in what they ask. */
const ANY_SEED = 1;

/** What says how much a study will take: not its name, budget, or policy of the record. */
export type EstimateInput = Pick<StartStudyInput, "template" | "document" | "parameters" | "rounds" | "seed" | "replicates" | "endpointId" | "models">;

/** Under which an estimate is known: whatever changes it. */
export const estimateKey = ({ hash }: Pick<EstimatePorts, "hash">, { template, document, parameters, rounds, seed, replicates, endpointId, models }: EstimateInput): string =>
  hash(JSON.stringify([template, document, Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1)), rounds, seed, replicates, endpointId, models]));

/**
 * What a study would take, before it is begun: plays one of its runs with stand-in answers, counts the tokens of a sample of
 * its prompts, and reads from the record how long the models' answers are and how fast they come.
 * @throws AppError invalid for what could not be started either; the signal's reason when that is aborted
 */
export async function estimateStudy(ports: EstimatePorts, actor: Actor, input: EstimateInput, options: { readonly signal?: AbortSignal } = {}): Promise<StudyEstimate> {
  const seed = input.seed ?? ANY_SEED;
  const study = await prepareStudy(ports, actor, input, seed);
  return ports.knownEstimates.of(`${study.projectId} ${estimateKey(ports, input)}`, () => make(ports, study, { seed, replicates: input.replicates }, options.signal));
}

async function make(ports: EstimatePorts, study: PreparedStudy, { seed, replicates }: { readonly seed: number; readonly replicates: number }, signal: AbortSignal | undefined): Promise<StudyEstimate> {
  signal?.throwIfAborted();
  const { compiled, parameters, rounds, projectId, scenario, chosen } = study;
  await loadTokenTable();
  const answering = new Map<string, Answering>();
  for (const [group, choice] of Object.entries(chosen.models)) {
    const resolved = resolveChoice(choice, study.onOffer);
    answering.set(group, await answeringOf(ports, projectId, scenario.name, choice.model, resolved.ok ? resolved.endpoints : []));
  }
  const datasets = await loadDatasets(ports.datasets, study.datasets, scenario);
  const simulation = openSimulation(compiled, { parameters, seed, rounds, datasets });
  const [first] = answering.values();
  const run = await played(ports, simulation, first?.record, signal);
  return sumUp(run, answering, replicates);
}

async function answeringOf({ estimates }: EstimatePorts, projectId: string, scenario: string, model: string, endpoints: readonly StoredEndpoint[]): Promise<Answering> {
  const [phases, calls, pace] = await Promise.all([estimates.phases(projectId, scenario, model), estimates.calls(projectId, scenario, model), estimates.pace(projectId, model)]);
  const concurrency = endpoints.reduce((sum, endpoint) => sum + endpoint.concurrency, 0);
  return { model, endpoints, record: readRecord(calls, phases), pace: paceOf(pace, concurrency) satisfies Pace | null, recorded: pace.calls };
}

/** Plays for as long as there is time, with a pause every few milliseconds. */
async function played({ yieldTurn }: EstimatePorts, simulation: Simulation, record: ModelRecord | undefined, signal: AbortSignal | undefined): Promise<DryRun> {
  let began = performance.now();
  let worked = 0;
  const answers = (phase: string): readonly string[] => record?.phases.get(phase)?.answers ?? [];
  const playing = dryRun(simulation, { mayGoOn: () => worked + performance.now() - began < WORK_MS, answers });
  try {
    for (;;) {
      const next = playing.next();
      if (next.done) return next.value;
      const since = performance.now() - began;
      if (since < BREATH_MS) continue;
      worked += since;
      await yieldTurn();
      signal?.throwIfAborted();
      began = performance.now();
    }
  } catch (error) {
    if (error instanceof SimulationError) throw new AppError("invalid", `The scenario cannot be played with stand-in answers: ${error.message}`);
    throw error;
  }
}
