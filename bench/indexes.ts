import { findTemplate } from "@/lib/domain/gallery";
import type { DecisionOutcome } from "@/lib/domain/decision";
import { type ParameterValues, parseScenario } from "@/lib/domain/scenario";
import {
  type CompiledScenario,
  compileScenario,
  type DecisionSlot,
  openSimulation,
  type Simulation,
} from "@/lib/engine";
import { plausibleAnswer } from "@/lib/engine/run/fixtures/answers";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";

const SEED = 1;

/** The parameter that sets the number of agents. */
const SCENARIOS: readonly { readonly name: string; readonly agents: string }[] = [
  { name: "opinion-dynamics", agents: "voters" },
  { name: "job-market", agents: "seekers" },
];

/** Milliseconds of processor time of one run by activity. */
type Times = {
  readonly setup: number;
  readonly plan: number;
  readonly prompts: number;
  readonly commits: number;
  readonly decisions: number;
};

/**
 * The engine alone: look-ups in networks, views over large tables, inserted and deleted rows. The
 * time per agent must not depend on their number; the reference is the smallest number.
 */
export function* indexCases(
  { agents, rounds, repetitions }: Pick<BenchOptions, "agents" | "rounds" | "repetitions">,
  say: (line: string) => void,
): Generator<BenchResult> {
  for (const { name, agents: parameter } of SCENARIOS) {
    const parsed = parseScenario(findTemplate(name));
    if (!parsed.ok) throw new Error(`${name} does not parse`);
    const compiled = compileScenario(parsed.scenario);
    const open = (count: number): Simulation => openAt(compiled, { [parameter]: count }, rounds);
    // Compiles hot code before the measurement.
    play(open(agents[0] ?? 1_000));
    let reference: number | undefined;
    for (const count of agents) {
      const times = Array.from({ length: repetitions }, () => play(open(count)));
      const perAgent = microsecondsPerAgent(times, count, rounds);
      reference ??= perAgent.median;
      const line = indexLine({ scenario: name, agents: count, rounds, times, reference });
      say(
        `indexes, ${name}, ${count} agents: ${perAgent.median} µs per agent and round, ` +
          `${rounded(perAgent.median / reference, 3)} times the first`,
      );
      yield line;
    }
  }
}

const openAt = (
  compiled: CompiledScenario,
  parameters: ParameterValues,
  rounds: number,
): Simulation => openSimulation(compiled, { parameters, seed: SEED, rounds });

/** Processor times of a whole run with answers from a hash; less noisy than wall time. */
function play(simulation: Simulation): Times {
  const times = { setup: 0, plan: 0, prompts: 0, commits: 0, decisions: 0 };
  for (let step = simulation.step(); step; step = simulation.step()) {
    const part = step.kind === "setup" ? "setup" : "commits";
    const slots = timed(times, step.kind === "setup" ? "setup" : "plan", () => simulation.plan());
    const outcomes = timed(times, "prompts", () => slots.map((slot) => decide(simulation, slot)));
    times.decisions += outcomes.length;
    timed(times, part, () => simulation.commit(outcomes));
  }
  return times;
}

function decide(simulation: Simulation, slot: DecisionSlot): DecisionOutcome {
  const { seq } = slot;
  if (slot.automatic) return { seq, action: slot.offered[0] ?? null, values: {} };
  const request = simulation.request(slot, []);
  const reading = simulation.readAnswer(slot, request.answer, plausibleAnswer(request.model));
  return reading.ok
    ? { seq, action: reading.action, values: reading.values }
    : { seq, action: null, values: null };
}

function timed<Result>(
  times: { -readonly [Part in keyof Times]: number },
  part: keyof Times,
  act: () => Result,
): Result {
  const before = process.cpuUsage();
  const result = act();
  const { user, system } = process.cpuUsage(before);
  times[part] += (user + system) / 1_000;
  return result;
}

const perAgentOf = (times: readonly Times[], agents: number, amount: (one: Times) => number) =>
  roundedSpread(spread(times.map((one) => (amount(one) * 1_000) / agents)));

/** Per agent and round, without the setup. */
const microsecondsPerAgent = (times: readonly Times[], agents: number, rounds: number) =>
  perAgentOf(times, agents, ({ plan, prompts, commits }) => (plan + prompts + commits) / rounds);

function indexLine({
  scenario,
  agents,
  rounds,
  times,
  reference,
}: {
  readonly scenario: string;
  readonly agents: number;
  readonly rounds: number;
  readonly times: readonly Times[];
  readonly reference: number;
}): BenchResult {
  const perAgent = (amount: (one: Times) => number) => perAgentOf(times, agents, amount);
  const all = microsecondsPerAgent(times, agents, rounds);
  return withEnvironment({
    bench: "indexes",
    parameters: { scenario, agents, rounds, repetitions: times.length },
    figures: {
      decisions: times[0]?.decisions ?? 0,
      microsecondsPerAgent: all,
      setup: perAgent(({ setup }) => setup),
      plan: perAgent(({ plan }) => plan / rounds),
      prompts: perAgent(({ prompts }) => prompts / rounds),
      commits: perAgent(({ commits }) => commits / rounds),
    },
    reference: {
      what: "the first number of agents in the same process",
      microsecondsPerAgent: reference,
    },
    ratio: rounded(all.median / reference, 3),
    peakMemoryMiB: { bench: Math.round(process.resourceUsage().maxRSS / 1_024) },
  });
}
