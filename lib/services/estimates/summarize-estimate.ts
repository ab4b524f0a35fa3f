import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import { addAmounts, type PhaseEstimate, type RunEstimate, scaleAmounts } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";
import { costOf } from "../models/cost-of";
import { type ModelRecord, NO_RECORD } from "./model-record";
import { assumedPace, type Pace, estimateSeconds } from "./pace";
import type { PilotRuns } from "./pilot-run";

/** Who answers for one group of a scenario, and what is known of them. */
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
  /** Who embeds memories; undefined where the program does. */
  readonly embedder: StoredEndpoint | undefined;
  readonly replicates: number;
  /** Share of decisions that the record answers. */
  readonly reused: number;
};

/**
 * How far off either way, as a share, beside what differs between the plays: by what figures rest
 * on.
 */
const CALLS = 0.05;
const ANSWERS_ON_RECORD = 0.1;
const ANSWERS_MADE_UP = 0.35;
const PROMPTS = 0.05;
const UNKNOWN_COUNTS = 0.15;
const NOT_PLAYED = 0.15;
const PLAYED_SMALLER = 0.1;
const ROUGH = 0.4;
/**
 * Times are so many times as long, or as short: by runs of the scenario, of others with the same
 * endpoints, or by what is assumed of any.
 */
const PACE = 2;
const PACE_OF_OTHERS = 2.5;
const PACE_ASSUMED = 3;

/** The range reaches so much further than plays with recorded answers do. */
const FURTHER = 0.5;
const LEAST_LEFT = 0.5;

type PhaseLine = Omit<PhaseEstimate, "decisions"> & {
  readonly retries: number;
  readonly onRecord: boolean;
};
type Tokens = Pick<
  EstimateAmounts,
  "calls" | "promptTokens" | "completionTokens" | "embeddingTokens"
>;

/**
 * From the plays of one run to all runs of a study in the words of people: money, time, and how
 * sure it is.
 */
export function summarizeEstimate(pilot: PilotRuns, study: StudyOutline): StudyEstimate {
  const { plays } = pilot;
  // Answers like those on record make each play as likely as any other; made-up ones that lean are
  // there for the range alone.
  const figures = isOnRecord(study) ? averagePlays(plays) : plays[0];
  const lines = scaleLines(figures, study);
  const amounts = totalAmounts(lines, figures, study, 1);
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

/** Whether answers are drawn like those on record. */
const isOnRecord = ({ answering }: StudyOutline): boolean =>
  [...answering.values()].some(({ record }) => record.phases.size > 0);

/** Whether tokens are counted as each of the models counted them. */
const isCalibrated = ({ answering }: StudyOutline): boolean =>
  [...answering.values()].every(({ record }) => record.promptFactor !== null);

function describeBasis(
  { plays, first, share, counted }: PilotRuns,
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
 * How far off figures may be beside what differs between plays: shares, and for the time a factor.
 */
function uncertaintyOf(
  { first: { endedIn, played, rounds, rough }, share }: PilotRuns,
  study: StudyOutline,
): Uncertainty {
  const rest =
    endedIn === null ? Math.max(0, rounds - (played.length - 1)) / Math.max(1, rounds) : 0;
  const unplayed = (rough ? ROUGH : rest * NOT_PLAYED) + (share < 1 ? PLAYED_SMALLER : 0);
  const knowsCounts = isCalibrated(study) && isOnRecord(study);
  const isAssumed = [...study.answering.values()].some(({ pace }) => pace === null);
  return {
    calls: CALLS + unplayed / 2,
    promptTokens: PROMPTS + unplayed + (knowsCounts ? 0 : UNKNOWN_COUNTS),
    completionTokens: unplayed,
    time: isAssumed ? PACE_ASSUMED : isOnRecord(study) ? PACE : PACE_OF_OTHERS,
  };
}

/** The least and the most of all plays, each moved by what is not known. */
function estimateRange(
  pilot: PilotRuns,
  study: StudyOutline,
  amounts: EstimateAmounts,
): Pick<StudyEstimate, "low" | "high"> {
  const off = uncertaintyOf(pilot, study);
  const played = pilot.plays.map((play) => ({ play, lines: scaleLines(play, study) }));
  const lengths = answerLengths(played.map(({ lines }) => lines));
  const bound = (way: 1 | -1): EstimateAmounts => {
    const slower = way === 1 ? off.time : 1 / off.time;
    const each = played.map(({ play, lines }) =>
      totalAmounts(
        lines.map((line) => shiftLine(line, off, lengths.get(lineKey(line)), way)),
        play,
        study,
        slower,
      ),
    );
    const most = extremeOf([amounts, ...each], way);
    return isOnRecord(study) ? extendRange(most, amounts) : most;
  };
  return { low: bound(-1), high: bound(1) };
}

/** The mean of several plays. */
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
 * Answers depend on what is asked, which drawing them does not know: what comes may lie further off
 * than any play.
 */
function extendRange(most: EstimateAmounts, mean: EstimateAmounts): EstimateAmounts {
  const away = (to: number, from: number): number =>
    Math.max(to * LEAST_LEFT, to + FURTHER * (to - from));
  return {
    ...most,
    calls: away(most.calls, mean.calls),
    promptTokens: away(most.promptTokens, mean.promptTokens),
    completionTokens: away(most.completionTokens, mean.completionTokens),
    cost: most.cost === null || mean.cost === null ? null : away(most.cost, mean.cost),
  };
}

/**
 * What one play takes in all runs: with answers as long, and asked for as often again, as the
 * record says, without those that it answers.
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
        // Prompts are written anew to be looked up in the record.
        embeddingTokens: embeddingTokens * replicates,
      };
    },
  );
}

const lineKey = ({ phase, group }: Pick<PhaseLine, "phase" | "group">): string =>
  `${phase}\n${group}`;

/** Tokens per answer of each phase, the shortest and the longest of all plays. */
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
 * A line as low or as high as it may be: how many answers there are has nothing to do with how long
 * they are.
 */
function shiftLine(
  line: PhaseLine,
  off: Uncertainty,
  lengths: { readonly least: number; readonly most: number } | undefined,
  way: 1 | -1,
): PhaseLine {
  const by = (share: number): number => 1 + way * Math.min(share, 0.9);
  const length = way === 1 ? lengths?.most : lengths?.least;
  return {
    ...line,
    calls: line.calls * by(off.calls),
    promptTokens: line.promptTokens * by(off.promptTokens),
    completionTokens:
      (length === undefined ? line.completionTokens : length * line.calls) *
      by((line.onRecord ? ANSWERS_ON_RECORD : ANSWERS_MADE_UP) + off.completionTokens),
    embeddingTokens: line.embeddingTokens * by(off.promptTokens),
  };
}

/** The amounts of one play; `slower` is by how much the time is. */
function totalAmounts(
  lines: readonly PhaseLine[],
  { steps }: RunEstimate,
  study: StudyOutline,
  slower: number,
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

function extremeOf(all: readonly EstimateAmounts[], way: 1 | -1): EstimateAmounts {
  const most = (of: keyof Tokens): number =>
    all.reduce(
      (sum, amounts) => (way * amounts[of] > way * sum ? amounts[of] : sum),
      all[0]?.[of] ?? 0,
    );
  const known = (of: "cost" | "seconds"): number | null => {
    const values = all.flatMap((amounts) => amounts[of] ?? []);
    return values.length < all.length
      ? null
      : way * Math.max(...values.map((value) => way * value));
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

/** Any endpoint of a group may answer: the dearest is counted. */
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

/** Whether answers come at once, as those of models that are none do. */
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

/** Groups answer side by side: the slowest of them sets the pace. */
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
