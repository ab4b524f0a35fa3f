import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import { countNullValues } from "@/lib/domain/decision";
import { addAmounts, type PhaseEstimate, type RunEstimate, scaleAmounts } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";
import { costOf } from "../models/cost-of";
import { type ModelRecord, NO_RECORD } from "./model-record";
import { assumedPace, type Pace, estimateSeconds } from "./pace";
import type { PilotRuns } from "./pilot-run";

/** The model of one group of a scenario, and what is known of it. */
export type GroupModel = {
  readonly model: string;
  readonly endpoints: readonly StoredEndpoint[];
  readonly record: ModelRecord;
  readonly pace: Pace | null;
  readonly recorded: number;
  readonly concurrency: number;
};

export type StudyOutline = {
  readonly answering: ReadonlyMap<string, GroupModel>;
  /** The endpoint that embeds memories; undefined where the program does. */
  readonly embedder: StoredEndpoint | undefined;
  readonly replicates: number;
  /** Share of decisions answered from the record. */
  readonly reused: number;
};

/**
 * Relative uncertainty either way, in addition to the spread of the plays, by the basis of the
 * figures.
 */
const CALLS_UNCERTAINTY = 0.05;
const RECORDED_ANSWERS_UNCERTAINTY = 0.1;
const SAMPLE_ANSWERS_UNCERTAINTY = 0.35;
const PROMPTS_UNCERTAINTY = 0.05;
const UNCALIBRATED_UNCERTAINTY = 0.15;
const UNPLAYED_ROUNDS_UNCERTAINTY = 0.15;
const REDUCED_POPULATION_UNCERTAINTY = 0.1;
const ROUGH_UNCERTAINTY = 0.4;
/**
 * Uncertainty factor of times, by basis: runs of the scenario, other runs on the same endpoints, or
 * assumptions.
 */
const OWN_PACE_FACTOR = 2;
const OTHER_RUNS_PACE_FACTOR = 2.5;
const ASSUMED_PACE_FACTOR = 3;

/** Share by which the range extends beyond that of plays with recorded answers. */
const RANGE_EXTENSION = 0.5;
const MIN_REMAINING_SHARE = 0.5;

type PhaseLine = Omit<PhaseEstimate, "decisions"> & {
  readonly retries: number;
  readonly onRecord: boolean;
};
type Tokens = Pick<
  EstimateAmounts,
  "calls" | "promptTokens" | "completionTokens" | "embeddingTokens"
>;

/**
 * Converts the plays of one run into the estimate of all runs of a study: money, time and their
 * uncertainty.
 */
export function summarizeEstimate(pilot: PilotRuns, study: StudyOutline): StudyEstimate {
  const { plays } = pilot;
  // Plays with recorded answers are equally likely, so their mean counts; sample answers that lean
  // only widen the range.
  const figures = isOnRecord(study) ? averagePlays(plays) : plays[0];
  const lines = scaleLines(figures, study);
  const amounts = totalAmounts(lines, { estimate: figures, study, slower: 1 });
  return {
    ...amounts,
    ...estimateRange(pilot, study, amounts),
    runs: study.replicates,
    groups: summarizeGroups(lines, study.answering),
    phases: lines.map(({ phase, label, group, calls, promptTokens, completionTokens }) => ({
      phase,
      label,
      group,
      calls,
      promptTokens,
      completionTokens,
    })),
    basis: describeBasis(pilot, study, lines),
  };
}

/** Whether answers are drawn from recorded ones. */
const isOnRecord = ({ answering }: StudyOutline): boolean =>
  [...answering.values()].some(({ record }) => record.phases.size > 0);

/** Whether tokens are counted as each of the models counted them. */
const isCalibrated = ({ answering }: StudyOutline): boolean =>
  [...answering.values()].every(({ record }) => record.promptFactor !== null);

function describeBasis(
  { plays, first, share, counted, nullValues }: PilotRuns,
  study: StudyOutline,
  lines: readonly PhaseLine[],
): StudyEstimate["basis"] {
  const { answering, reused } = study;
  const { calls } = sumTokens(lines);
  const onRecord = sumTokens(lines.filter((line) => line.onRecord)).calls / Math.max(1e-9, calls);
  return {
    rounds: first.rounds,
    played: Math.max(0, first.endedIn === null ? first.played.length - 1 : first.rounds),
    rough: first.rough,
    plays: plays.length,
    share,
    prompts: counted,
    nullValues: { ...countNullValues(nullValues), atLeast: false },
    answers: onRecord === 0 ? "limits" : onRecord > 0.999 ? "record" : "both",
    recorded: [...answering.values()].reduce((sum, { recorded }) => sum + recorded, 0),
    calibrated: isCalibrated(study),
    retries: calls === 0 ? 0 : lines.reduce((sum, line) => sum + line.retries, 0) / calls,
    reused,
    assumedLatency: assumedLatency(lines, answering),
    concurrency: [...answering.values()].reduce((sum, { concurrency }) => sum + concurrency, 0),
  };
}

type Uncertainty = {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly time: number;
};

/**
 * Returns the uncertainty in addition to the spread of plays: shares, and a factor for the time.
 */
function uncertaintyOf(
  { first: { endedIn, played, rounds, rough }, share }: PilotRuns,
  study: StudyOutline,
): Uncertainty {
  const rest =
    endedIn === null ? Math.max(0, rounds - (played.length - 1)) / Math.max(1, rounds) : 0;
  const unplayed =
    (rough ? ROUGH_UNCERTAINTY : rest * UNPLAYED_ROUNDS_UNCERTAINTY) +
    (share < 1 ? REDUCED_POPULATION_UNCERTAINTY : 0);
  const knowsCounts = isCalibrated(study) && isOnRecord(study);
  const isAssumed = [...study.answering.values()].some(({ pace }) => pace === null);
  return {
    calls: CALLS_UNCERTAINTY + unplayed / 2,
    promptTokens: PROMPTS_UNCERTAINTY + unplayed + (knowsCounts ? 0 : UNCALIBRATED_UNCERTAINTY),
    completionTokens: unplayed,
    time: isAssumed
      ? ASSUMED_PACE_FACTOR
      : isOnRecord(study)
        ? OWN_PACE_FACTOR
        : OTHER_RUNS_PACE_FACTOR,
  };
}

/** Returns the lowest and highest amounts of all plays, extended by their uncertainty. */
function estimateRange(
  pilot: PilotRuns,
  study: StudyOutline,
  amounts: EstimateAmounts,
): Pick<StudyEstimate, "low" | "high"> {
  const off = uncertaintyOf(pilot, study);
  const played = pilot.plays.map((play) => ({ play, lines: scaleLines(play, study) }));
  const lengths = answerLengths(played.map(({ lines }) => lines));
  const bound = (direction: 1 | -1): EstimateAmounts => {
    const slower = direction === 1 ? off.time : 1 / off.time;
    const each = played.map(({ play, lines }) =>
      totalAmounts(
        lines.map((line) =>
          shiftLine(line, { off, lengths: lengths.get(lineKey(line)), direction }),
        ),
        { estimate: play, study, slower },
      ),
    );
    const most = extremeOf([amounts, ...each], direction);
    return isOnRecord(study) ? extendRange(most, amounts) : most;
  };
  return { low: bound(-1), high: bound(1) };
}

/** Averages several plays. */
function averagePlays(plays: PilotRuns["plays"]): RunEstimate {
  const lines = new Map<string, PhaseEstimate>();
  for (const { phase, label, group, ...line } of plays.flatMap((play) => play.lines)) {
    const key = lineKey({ phase, group });
    lines.set(key, {
      phase,
      label,
      group,
      ...addAmounts(lines.get(key), scaleAmounts(line, 1 / plays.length)),
    });
  }
  return {
    lines: [...lines.values()],
    steps: plays.flatMap(({ steps }) =>
      steps.map(({ calls, times: often }) => ({ calls, times: often / plays.length })),
    ),
  };
}

/**
 * Extends the range beyond the plays: answers depend on the prompts, which drawing them at random
 * ignores.
 */
function extendRange(most: EstimateAmounts, mean: EstimateAmounts): EstimateAmounts {
  const extend = (to: number, from: number): number =>
    Math.max(to * MIN_REMAINING_SHARE, to + RANGE_EXTENSION * (to - from));
  return {
    ...most,
    calls: extend(most.calls, mean.calls),
    promptTokens: extend(most.promptTokens, mean.promptTokens),
    completionTokens: extend(most.completionTokens, mean.completionTokens),
    cost: most.cost === null || mean.cost === null ? null : extend(most.cost, mean.cost),
  };
}

/**
 * Scales the lines of one play to all runs: with answers as long and as often repeated as recorded,
 * and without those answered from the record.
 */
function scaleLines(
  { lines }: RunEstimate,
  { answering, replicates, reused }: StudyOutline,
): readonly PhaseLine[] {
  return lines.map(
    ({
      phase,
      label,
      group,
      decisions,
      calls,
      promptTokens,
      completionTokens,
      embeddingTokens,
    }) => {
      const record = answering.get(group)?.record ?? NO_RECORD;
      const known = record.phases.get(phase);
      const again =
        known && known.decisions > 0 ? Math.max(0, known.calls / known.decisions - 1) : 0;
      const fresh = replicates * (1 - reused);
      const all = Math.max(calls, decisions * (1 + again)) * fresh;
      const each = calls === 0 ? 0 : all / calls;
      return {
        phase,
        label,
        group,
        retries: all - decisions * fresh,
        onRecord: known !== undefined,
        calls: all,
        promptTokens: promptTokens * each * (record.promptFactor ?? 1),
        completionTokens: known
          ? (known.completionTokens / known.calls) * all
          : completionTokens * each * (record.answerFactor ?? 1),
        // Prompts are written again to be looked up in the record.
        embeddingTokens: embeddingTokens * replicates,
      };
    },
  );
}

const lineKey = ({ phase, group }: Pick<PhaseLine, "phase" | "group">): string =>
  `${phase}\n${group}`;

/** Returns the tokens per answer of each phase, the shortest and longest of all plays. */
function answerLengths(
  plays: readonly (readonly PhaseLine[])[],
): ReadonlyMap<string, { readonly least: number; readonly most: number }> {
  const lengths = new Map<string, { least: number; most: number }>();
  for (const line of plays.flat()) {
    if (line.calls === 0) continue;
    const length = line.completionTokens / line.calls;
    const known = lengths.get(lineKey(line)) ?? { least: length, most: length };
    lengths.set(lineKey(line), {
      least: Math.min(known.least, length),
      most: Math.max(known.most, length),
    });
  }
  return lengths;
}

/**
 * Shifts a line to its lower or upper bound: the number of answers and their length vary
 * independently.
 */
function shiftLine(
  line: PhaseLine,
  {
    off,
    lengths,
    direction,
  }: {
    readonly off: Uncertainty;
    readonly lengths: { readonly least: number; readonly most: number } | undefined;
    readonly direction: 1 | -1;
  },
): PhaseLine {
  const by = (share: number): number => 1 + direction * Math.min(share, 0.9);
  const length = direction === 1 ? lengths?.most : lengths?.least;
  return {
    ...line,
    calls: line.calls * by(off.calls),
    promptTokens: line.promptTokens * by(off.promptTokens),
    completionTokens:
      (length === undefined ? line.completionTokens : length * line.calls) *
      by(
        (line.onRecord ? RECORDED_ANSWERS_UNCERTAINTY : SAMPLE_ANSWERS_UNCERTAINTY) +
          off.completionTokens,
      ),
    embeddingTokens: line.embeddingTokens * by(off.promptTokens),
  };
}

/** Sums the amounts of one play; `slower` multiplies the time. */
function totalAmounts(
  lines: readonly PhaseLine[],
  {
    estimate: { steps },
    study,
    slower,
  }: {
    readonly estimate: RunEstimate;
    readonly study: StudyOutline;
    readonly slower: number;
  },
): EstimateAmounts {
  const sums = sumTokens(lines);
  const costs = summarizeGroups(lines, study.answering).map(({ cost }) => cost);
  const embedding =
    study.embedder && sums.embeddingTokens > 0
      ? costOf(study.embedder, { promptTokens: sums.embeddingTokens, completionTokens: 0 })
      : 0;
  const spent = [...costs, embedding];
  return {
    ...sums,
    cost: spent.includes(null) ? null : spent.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    seconds: slowestSeconds(lines, steps, study) * slower,
  };
}

function extremeOf(all: readonly EstimateAmounts[], direction: 1 | -1): EstimateAmounts {
  const most = (of: keyof Tokens): number =>
    all.reduce(
      (sum, amounts) => (direction * amounts[of] > direction * sum ? amounts[of] : sum),
      all[0]?.[of] ?? 0,
    );
  const known = (of: "cost" | "seconds"): number | null => {
    const values = all.flatMap((amounts) => amounts[of] ?? []);
    return values.length < all.length
      ? null
      : direction * Math.max(...values.map((value) => direction * value));
  };
  return {
    calls: most("calls"),
    promptTokens: most("promptTokens"),
    completionTokens: most("completionTokens"),
    embeddingTokens: most("embeddingTokens"),
    cost: known("cost"),
    seconds: known("seconds"),
  };
}

function summarizeGroups(
  lines: readonly PhaseLine[],
  answering: StudyOutline["answering"],
): StudyEstimate["groups"] {
  return [...answering]
    .map(([group, { model, endpoints }]) => {
      const { calls, promptTokens, completionTokens } = sumTokens(
        lines.filter((line) => line.group === group),
      );
      return {
        group,
        model,
        endpoints: endpoints.map(({ name }) => name),
        calls,
        promptTokens,
        completionTokens,
        cost: costOf(highestPrices(endpoints), { promptTokens, completionTokens }),
      };
    })
    .filter(({ calls }) => calls > 0);
}

const sumTokens = (lines: readonly PhaseLine[]): Tokens => ({
  calls: lines.reduce((sum, { calls }) => sum + calls, 0),
  promptTokens: lines.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
  completionTokens: lines.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
  embeddingTokens: lines.reduce((sum, { embeddingTokens }) => sum + embeddingTokens, 0),
});

/** Returns the highest prices in a group, any endpoint of which may answer. */
function highestPrices(
  endpoints: readonly StoredEndpoint[],
): Pick<StoredEndpoint, "priceIn" | "priceOut"> {
  const most = (of: "priceIn" | "priceOut"): number | null =>
    endpoints.reduce<number | null>(
      (price, endpoint) => (endpoint[of] === null ? price : Math.max(price ?? 0, endpoint[of])),
      null,
    );
  return { priceIn: most("priceIn"), priceOut: most("priceOut") };
}

/** Whether answers come at once, as those of models other than language models do. */
const answersInstantly = ({ endpoints }: GroupModel): boolean =>
  endpoints.every(({ isBuiltIn, baseUrl }) => isBuiltIn || baseUrl.startsWith("inprocess:"));

function paceFor(answering: GroupModel, lines: readonly PhaseLine[], group: string): Pace {
  const { calls, completionTokens } = sumTokens(lines.filter((line) => line.group === group));
  return (
    answering.pace ??
    assumedPace({
      answerTokens: calls === 0 ? 0 : completionTokens / calls,
      concurrency: answering.concurrency,
      isDemo: answersInstantly(answering),
    })
  );
}

/** Returns the time of the slowest group: groups answer side by side. */
function slowestSeconds(
  lines: readonly PhaseLine[],
  steps: RunEstimate["steps"],
  { answering, replicates, reused }: StudyOutline,
): number {
  return Math.max(
    0,
    ...[...answering].map(([group, who]) =>
      estimateSeconds(paceFor(who, lines, group), steps, { runs: replicates, reused }),
    ),
  );
}

function assumedLatency(
  lines: readonly PhaseLine[],
  answering: StudyOutline["answering"],
): number | null {
  const assumed = [...answering]
    .filter(([, { pace }]) => pace === null)
    .map(([group, who]) => paceFor(who, lines, group).latency);
  return assumed.length === 0 ? null : Math.max(...assumed);
}
