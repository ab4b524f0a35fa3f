import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import { type DryRun, extrapolate } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";
import { costOf } from "../models/cost-of";
import { type ModelRecord, NO_RECORD } from "./from-record";
import { type Pace, secondsFor } from "./pace";

/** Who answers for one group of a scenario, and what is known of them. */
export type Answering = { readonly model: string; readonly endpoints: readonly StoredEndpoint[]; readonly record: ModelRecord; readonly pace: Pace | null; readonly recorded: number };

type Line = { readonly phase: string; readonly label: string; readonly group: string; readonly calls: number; readonly promptTokens: number; readonly completionTokens: number; readonly retries: number; readonly onRecord: boolean };

/** How far off either way, as a share: by what answers rest on, what was not played, and what is not known of the model's own counts. */
const ANSWERS_ON_RECORD = 0.1;
const ANSWERS_BY_LIMITS = 0.6;
const PROMPTS = 0.05;
const UNKNOWN_COUNTS = 0.15;
const NOT_PLAYED = 0.15;
const ROUGH = 0.4;
const PACE = 0.5;

/** From one run, as far as it was played, to all runs of a study in the words of people: money, time, and how sure it is. */
export function sumUp(run: DryRun, answering: ReadonlyMap<string, Answering>, replicates: number): StudyEstimate {
  const { lines: dry, steps } = extrapolate(run);
  const lines = dry.map(({ phase, label, group, decisions, calls, promptTokens, completionTokens }): Line => {
    const record = answering.get(group)?.record ?? NO_RECORD;
    const known = record.phases.get(phase);
    const retries = known && known.decisions > 0 ? Math.max(0, known.calls / known.decisions - 1) : 0;
    const all = Math.max(calls, decisions * (1 + retries)) * replicates;
    const each = calls === 0 ? 0 : all / calls;
    return {
      phase, label, group, retries: all - decisions * replicates, onRecord: known !== undefined,
      calls: all,
      promptTokens: promptTokens * each * (record.promptFactor ?? 1),
      completionTokens: known ? (known.completionTokens / known.calls) * all : completionTokens * each * (record.answerFactor ?? 1),
    };
  });
  const groups = [...answering].map(([group, { model, endpoints }]) => {
    const own = total(lines.filter((line) => line.group === group));
    return { group, model, endpoints: endpoints.map(({ name }) => name), ...own, cost: costOf(dearest(endpoints), own) };
  }).filter(({ calls }) => calls > 0);
  const sums = total(lines);
  const cost = groups.some((group) => group.cost === null) ? null : groups.reduce((sum, group) => sum + (group.cost ?? 0), 0);
  const seconds = secondsOf(answering, steps, replicates);
  const amounts = { ...sums, cost, seconds };

  const rest = run.endedIn === null ? Math.max(0, run.rounds - (run.played.length - 1)) / Math.max(1, run.rounds) : 0;
  const unplayed = run.rough ? ROUGH : rest * NOT_PLAYED;
  const calibrated = [...answering.values()].every(({ record }) => record.promptFactor !== null);
  const onRecord = total(lines.filter((line) => line.onRecord)).calls / Math.max(1, sums.calls);
  const off: Off = {
    calls: unplayed / 2 + variation(run),
    promptTokens: PROMPTS + variation(run) + unplayed + (calibrated ? 0 : UNKNOWN_COUNTS),
    completionTokens: onRecord * ANSWERS_ON_RECORD + (1 - onRecord) * ANSWERS_BY_LIMITS + variation(run) + unplayed,
    seconds: PACE + unplayed,
  };
  return {
    ...amounts,
    low: bounded(amounts, off, -1),
    high: bounded(amounts, off, 1),
    runs: replicates,
    groups,
    phases: lines.map(({ phase, label, group, calls, promptTokens, completionTokens }) => ({ phase, label, group, calls, promptTokens, completionTokens })),
    basis: {
      rounds: run.rounds,
      played: Math.max(0, run.played.length - 1),
      rough: run.rough,
      prompts: run.counted,
      answers: onRecord === 0 ? "limits" : onRecord === 1 ? "record" : "both",
      recorded: [...answering.values()].reduce((sum, { recorded }) => sum + recorded, 0),
      calibrated,
      retries: sums.calls === 0 ? 0 : lines.reduce((sum, line) => sum + line.retries, 0) / sums.calls,
    },
  };
}

const total = (lines: readonly Line[]): Pick<EstimateAmounts, "calls" | "promptTokens" | "completionTokens"> => ({
  calls: lines.reduce((sum, { calls }) => sum + calls, 0),
  promptTokens: lines.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
  completionTokens: lines.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
});

/** Any endpoint of a group may answer: the dearest is counted. */
function dearest(endpoints: readonly StoredEndpoint[]): Pick<StoredEndpoint, "priceIn" | "priceOut"> {
  const most = (of: "priceIn" | "priceOut"): number | null => endpoints.reduce<number | null>((price, endpoint) => (endpoint[of] === null ? price : Math.max(price ?? 0, endpoint[of])), null);
  return { priceIn: most("priceIn"), priceOut: most("priceOut") };
}

/** How much the calls of phases differ between rounds, as a share: where agents act or not by what they answer, nobody knows how often they will. */
function variation({ played }: DryRun): number {
  const calls = new Map<string, number[]>();
  for (const { lines } of played.slice(1)) {
    const ofRound = new Map<string, number>();
    for (const { phase, calls: own } of lines) ofRound.set(phase, (ofRound.get(phase) ?? 0) + own);
    for (const [phase, own] of ofRound) calls.set(phase, [...(calls.get(phase) ?? []), own]);
  }
  let [spread, all] = [0, 0];
  for (const own of calls.values()) {
    const sum = own.reduce((total, one) => total + one, 0);
    spread += own.reduce((total, one) => total + Math.abs(one - sum / own.length), 0);
    all += sum;
  }
  return all === 0 ? 0 : spread / all;
}

/** Groups answer side by side: the slowest of them sets the pace. */
function secondsOf(answering: ReadonlyMap<string, Answering>, steps: readonly number[], replicates: number): number | null {
  const paces = [...answering.values()].map(({ pace }) => pace);
  if (paces.length === 0 || paces.includes(null)) return null;
  return Math.max(...paces.map((pace) => (pace === null ? 0 : secondsFor(pace, steps, replicates))));
}

/** How far off each amount may be. */
type Off = { readonly [Amount in Exclude<keyof EstimateAmounts, "cost">]: number };

function bounded({ calls, promptTokens, completionTokens, cost, seconds }: EstimateAmounts, off: Off, way: 1 | -1): EstimateAmounts {
  const by = (share: number): number => 1 + way * Math.min(share, 0.95);
  const tokens = promptTokens + completionTokens;
  // Answers cost more than prompts, which only the prices know: their shares of the tokens stand for it.
  const money = tokens === 0 ? 0 : (off.promptTokens * promptTokens + off.completionTokens * completionTokens) / tokens;
  return {
    calls: calls * by(off.calls),
    promptTokens: promptTokens * by(off.promptTokens),
    completionTokens: completionTokens * by(off.completionTokens),
    cost: cost === null ? null : cost * by(money),
    seconds: seconds === null ? null : seconds * by(off.seconds),
  };
}
