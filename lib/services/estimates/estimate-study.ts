import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { Actor } from "@/lib/domain/access";
import { resolveChoice } from "@/lib/domain/run";
import { loadTokenTable } from "@/lib/engine";
import { personOf } from "../computation/person-of";
import type { TaskOwner } from "../computation/ports";
import { loadDatasets } from "../datasets/run-datasets";
import { chooseEmbedder } from "../memory/choose-embedder";
import { prepareStudy, type PreparedStudy } from "../studies/prepare-study";
import type { PreparedArm } from "../studies/check-design";
import { replicateSeed } from "@/lib/domain/run/replicate-seed";
import type { StartStudyInput } from "../studies/start-study";
import { averageEstimates } from "./average-estimates";
import { readRecord } from "./model-record";
import { measurePace } from "./pace";
import type { EndpointSelection, EstimatePorts } from "./ports";
import { pilotTask } from "./pilot-task";
import { type GroupModel, summarizeEstimate } from "./summarize-estimate";

/** Seed where none was given: the number of questions differs little between populations. */
const ANY_SEED = 1;

/** The input that determines the use of a study: all but its name and budget. */
export type EstimateInput = Pick<
  StartStudyInput,
  | "template"
  | "document"
  | "scenarioVersionId"
  | "parameters"
  | "arms"
  | "rounds"
  | "seed"
  | "replicates"
  | "endpointId"
  | "models"
  | "record"
>;

/** Returns the cache key of an estimate: everything that changes it. */
export const estimateKey = (
  { hash }: Pick<EstimatePorts, "hash">,
  {
    template,
    document,
    scenarioVersionId,
    parameters,
    arms,
    rounds,
    seed,
    replicates,
    endpointId,
    models,
    record,
  }: EstimateInput,
): string =>
  hash(
    JSON.stringify([
      template,
      document,
      scenarioVersionId,
      Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1)),
      arms,
      rounds,
      seed,
      replicates,
      endpointId,
      models,
      record ?? "fresh",
    ]),
  );

/**
 * Estimates the use of a study before it starts: plays one of its runs several times with sample
 * answers, counts the tokens of a sample of its prompts, and reads from the record how long the
 * models' answers are, how fast they come, and which can be reused. Takes about 1.5 s of work,
 * however large the study is.
 * @throws AppError invalid for what could not be started either; the reason of the signal when that
 *   is aborted
 */
export async function estimateStudy(
  ports: EstimatePorts,
  actor: Actor,
  input: EstimateInput,
  options: { readonly signal?: AbortSignal } = {},
): Promise<StudyEstimate> {
  const study = await prepareStudy(ports, actor, input, {
    seed: input.seed ?? ANY_SEED,
    signal: options.signal,
  });
  return ports.estimateCache.getOrCreate(`${study.projectId} ${estimateKey(ports, input)}`, () =>
    computeEstimate(ports, {
      study,
      input,
      owner: { person: personOf(actor), signal: options.signal },
    }),
  );
}

async function computeEstimate(
  ports: EstimatePorts,
  {
    study,
    input,
    owner,
  }: {
    readonly study: PreparedStudy;
    readonly input: EstimateInput;
    readonly owner: TaskOwner;
  },
): Promise<StudyEstimate> {
  owner.signal?.throwIfAborted();
  const { scenario, chosen } = study;
  // For the lengths of recorded answers.
  await loadTokenTable();
  const choices = Object.entries(chosen.models).map(([group, choice]) => {
    const resolved = resolveChoice(choice, study.availableEndpoints);
    const endpoints = resolved.ok ? resolved.endpoints : [];
    return {
      group,
      model: choice.model,
      endpoints,
      own: {
        endpoints: endpoints.map(({ id }) => id),
        groups: "group" in choice ? [choice.group] : [],
      },
    };
  });
  const all: EndpointSelection = {
    endpoints: choices.flatMap(({ own }) => own.endpoints),
    groups: choices.flatMap(({ own }) => own.groups),
  };
  const answering = new Map<string, GroupModel>();
  for (const { group, model, endpoints, own } of choices)
    answering.set(
      group,
      await loadGroupModel(ports, { study, group: { model, endpoints }, asked: { own, all } }),
    );
  const records = [...answering.values()].map(({ record }) => record);
  // The first model with answers of a phase on record gives them.
  const answers = Object.fromEntries(records.flatMap((record) => [...record.answers]).reverse());
  const embedderId = chooseEmbedder(scenario, study.availableEndpoints, chosen.endpoint);
  const embedder = study.availableEndpoints.find(({ id }) => id === embedderId);
  const datasets = await loadDatasets(ports.datasets, study.datasets, scenario);
  const estimates: StudyEstimate[] = [];
  for (const arm of study.arms) {
    const { parameters, rounds } = arm;
    const before = await findEarlierRuns(ports, { study, arm, input });
    const pilot = await ports.computation.run(
      pilotTask,
      {
        ...{ scenario, parameters, rounds, datasets, answers },
        seed: input.seed ?? ANY_SEED,
        isOnRecord: records.some((record) => record.answers.size > 0),
        embeds: embedderId !== null,
      },
      owner,
    );
    const decisions = pilot.plays[0].lines.reduce((sum, line) => sum + line.decisions, 0);
    const { replicates } = input;
    estimates.push(
      summarizeEstimate(pilot, {
        answering,
        embedder,
        // As if all runs of the study belonged to this arm: their mean is the estimate of the
        // study.
        replicates: replicates * study.arms.length,
        reused:
          input.record === "only" ? 1 : reusedShare(before, { rounds, decisions, replicates }),
      }),
    );
  }
  return averageEstimates(estimates);
}

async function loadGroupModel(
  { estimates }: EstimatePorts,
  {
    study: {
      projectId,
      scenario: { name },
    },
    group: { model, endpoints },
    asked,
  }: {
    readonly study: PreparedStudy;
    readonly group: Pick<GroupModel, "model" | "endpoints">;
    readonly asked: { readonly own: EndpointSelection; readonly all: EndpointSelection };
  },
): Promise<GroupModel> {
  const [phases, calls, pace] = await Promise.all([
    estimates.phases(projectId, name, model),
    estimates.calls(projectId, name, model),
    estimates.pace(projectId, name, model, asked),
  ]);
  const concurrency = endpoints.reduce((sum, endpoint) => sum + endpoint.concurrency, 0);
  return {
    model,
    endpoints,
    record: readRecord(calls, phases),
    pace: measurePace(pace, concurrency),
    recorded: pace.calls,
    concurrency,
  };
}

type EarlierRuns = Awaited<ReturnType<EstimatePorts["estimates"]["findSameRuns"]>>;

/**
 * Finds recorded runs that asked exactly the same, if the study reuses answers. A study without a
 * seed of its own will draw another one.
 */
async function findEarlierRuns(
  { estimates, hash }: EstimatePorts,
  {
    study: { projectId, document, datasets, chosen },
    arm: { parameters },
    input: { seed, replicates, record },
  }: {
    readonly study: PreparedStudy;
    readonly arm: PreparedArm;
    readonly input: EstimateInput;
  },
): Promise<EarlierRuns> {
  if (record !== "reuse" || seed === undefined) return [];
  const seeds = Array.from({ length: replicates }, (_, index) => replicateSeed(seed, index + 1));
  return estimates.findSameRuns({
    projectId,
    scenarioHash: hash(JSON.stringify(document)),
    parameters,
    datasets,
    model: chosen.model,
    seeds,
  });
}

/**
 * Returns the share of a study's decisions that those runs recorded: all of a run that went as far,
 * else as many as it made.
 */
function reusedShare(
  before: EarlierRuns,
  {
    rounds,
    decisions,
    replicates,
  }: { readonly rounds: number; readonly decisions: number; readonly replicates: number },
): number {
  const known = before.map((run) =>
    run.completed && run.rounds >= rounds ? 1 : Math.min(1, run.decisions / Math.max(1, decisions)),
  );
  return known.reduce((sum, share) => sum + share, 0) / replicates;
}
