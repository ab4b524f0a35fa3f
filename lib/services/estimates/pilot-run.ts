import type { JoinedNullValues } from "@/lib/domain/decision";
import type { ParameterValues, Scenario } from "@/lib/domain/scenario";
import {
  PROFILES,
  type CompiledScenario,
  compileScenario,
  type Datasets,
  dryRun,
  type DryRun,
  NEUTRAL_PROFILE,
  extrapolate,
  scaleUpEstimate,
  openSimulation,
  type RunEstimate,
  ScenarioError,
  SimulationError,
  scaleDownScenario,
} from "@/lib/engine";

/** The run to play. */
export type PilotInput = {
  readonly scenario: Scenario;
  readonly compiled: CompiledScenario;
  readonly parameters: ParameterValues;
  readonly rounds: number;
  readonly seed: number;
  readonly datasets: Datasets;
  /** Recorded answers of a phase, as JSON values. */
  readonly answers: (phase: string) => readonly unknown[];
  /** Whether every phase that asked agents has recorded answers. */
  readonly isOnRecord: boolean;
  /** Whether an endpoint embeds memories. */
  readonly embeds: boolean;
};

/** Several plays of one run with different answers. */
export type PilotRuns = {
  /** Each play scaled to the whole run; the first has no preferences. */
  readonly plays: readonly [RunEstimate, ...RunEstimate[]];
  /** The first play, as it was played. */
  readonly first: DryRun;
  /** The agents of the first play divided by those of the run: 1 where all were played. */
  readonly share: number;
  /** Number of prompts whose tokens were counted, in all plays. */
  readonly counted: number;
  /** The expressions that had no value in these prompts. */
  readonly nullValues: readonly JoinedNullValues[];
};

/** Default milliseconds of work for all plays; the first may take half. */
const WORK_MS = 1_500;
/**
 * Effects in one step of a play, less than in one of a run: a play has few agents, and what takes
 * minutes is to end with the place in the document.
 */
const EFFECTS_PER_STEP = 5_000_000;
/** Milliseconds of work between two yields. */
const MAX_SLICE_MS = 15;
/**
 * Limits of agents times rounds: for the first play, which gives the figures, and for the others,
 * which give their uncertainty. Plays fewer agents rather than fewer rounds, because late rounds
 * may differ from early ones.
 */
const FIRST_PLAY_SIZE = { enough: 240, most: 144, fewest: 48, turns: 960 };
const OTHER_PLAYS_SIZE = { enough: 120, most: 72, fewest: 36, turns: 480 };
/** Relative size of the play that shows how figures grow with the number of agents. */
const HALF = 0.5;
/** Prompts counted per phase and round in plays other than the first. */
const OTHER_PLAYS_PROMPTS = 10;
/** Neighbouring seeds belong to other studies, so the plays keep their distance. */
const NEXT_SEED = 1_000_003;

/**
 * Plays a run several times with sample answers: first without preferences, then with populations
 * that lean one way or another or, where the model's answers are on record, with other draws of
 * these. Plays large populations at two smaller sizes, which show how figures grow.
 * @throws SimulationError where the scenario itself fails; the reason of the signal when that is
 *   aborted
 */
export async function pilotRun(
  piece: PilotInput,
  signal: AbortSignal,
  workMs = WORK_MS,
): Promise<PilotRuns> {
  const work = new WorkBudget(signal);
  const first = await playScaled(
    piece,
    { profile: NEUTRAL_PROFILE, size: FIRST_PLAY_SIZE, until: workMs * HALF },
    work,
  );
  const plays: [RunEstimate, ...RunEstimate[]] = [first.estimate];
  let counted = first.run.counted;
  const nullValues = [...first.run.nullValues];
  for (const [at, profile] of PROFILES.entries()) {
    if (at === 0 || work.spent > workMs) continue;
    const until = work.spent + (workMs - work.spent) / (PROFILES.length - at);
    const seed = (piece.seed + at * NEXT_SEED) % 2_147_483_648;
    const play = await playScaled(
      { ...piece, seed },
      {
        profile: piece.isOnRecord ? NEUTRAL_PROFILE : profile,
        size: OTHER_PLAYS_SIZE,
        prompts: OTHER_PLAYS_PROMPTS,
        until,
      },
      work,
    );
    plays.push(play.estimate);
    counted += play.run.counted;
    nullValues.push(...play.run.nullValues);
  }
  return { plays, first: first.run, share: first.share, counted, nullValues };
}

/** How many agents are played: all, up to `enough`, else enough for `turns` turns in all rounds. */
type Size = {
  readonly enough: number;
  readonly most: number;
  readonly fewest: number;
  readonly turns: number;
};

const playedAgents = ({ most, fewest, turns }: Size, { rounds }: PilotInput): number =>
  Math.min(most, Math.max(fewest, turns / rounds));

type Options = {
  readonly profile: (typeof PROFILES)[number];
  readonly size: Size;
  readonly prompts?: number;
  /** Milliseconds of work, since the first play began, after which it ends. */
  readonly until: number;
};

type ScaledPlay = { readonly run: DryRun; readonly estimate: RunEstimate; readonly share: number };

/**
 * Plays once; plays two parts of a large population. Smaller populations may break a scenario's own
 * rules; then it is played as it is.
 */
async function playScaled(
  piece: PilotInput,
  options: Options,
  work: WorkBudget,
): Promise<ScaledPlay> {
  const agents = playedAgents(options.size, piece);
  const [larger, smaller] = [agents, agents * HALF].map((some) =>
    scaleDownScenario({
      scenario: piece.scenario,
      parameters: piece.parameters,
      datasets: piece.datasets,
      target: {
        agents: some,
        enough: options.size.enough,
      },
    }),
  );
  if (larger && smaller && smaller.share < larger.share) {
    try {
      const most = await play(
        withScenario(piece, larger),
        { ...options, until: work.spent + (options.until - work.spent) / (1 + HALF) },
        work,
      );
      const less = await play(withScenario(piece, smaller), options, work);
      const alike =
        !most.rough &&
        !less.rough &&
        (most.played.length === less.played.length ||
          most.endedIn !== null ||
          less.endedIn !== null);
      return {
        run: most,
        share: larger.share,
        estimate: scaleUpEstimate(extrapolate(most), alike ? extrapolate(less) : null, {
          share: larger.share,
          half: smaller.share / larger.share,
        }),
      };
    } catch (error) {
      if (!(error instanceof SimulationError || error instanceof ScenarioError)) throw error;
    }
  }
  const run = await play(piece, options, work);
  return { run, share: 1, estimate: extrapolate(run) };
}

const withScenario = (
  piece: PilotInput,
  { scenario, parameters }: Pick<PilotInput, "scenario" | "parameters">,
): PilotInput => ({ ...piece, scenario, parameters, compiled: compileScenario(scenario) });

function play(
  { compiled, parameters, seed, rounds, datasets, answers, embeds }: PilotInput,
  { profile, prompts, until }: Options,
  work: WorkBudget,
): Promise<DryRun> {
  const simulation = openSimulation(compiled, {
    parameters,
    seed,
    rounds,
    datasets,
    effectsPerStep: EFFECTS_PER_STEP,
  });
  return work.run(
    dryRun(simulation, {
      shouldContinue: () => work.spent < until,
      profile,
      answers,
      embeds,
      ...(prompts !== undefined && { prompts }),
    }),
  );
}

/** Runs work in slices and yields between them. */
class WorkBudget {
  private before = 0;
  private began = readClocks();

  constructor(private readonly signal: AbortSignal) {}

  /** Milliseconds of work so far. */
  get spent(): number {
    return this.before + processorMsSince(this.began);
  }

  async run<Result>(work: Generator<undefined, Result, undefined>): Promise<Result> {
    for (;;) {
      const next = work.next();
      if (next.done) return next.value;
      if (performance.now() - this.began.clock < MAX_SLICE_MS) continue;
      this.before = this.spent;
      await new Promise((resolve) => setImmediate(resolve));
      this.began = readClocks();
      this.signal.throwIfAborted();
    }
  }
}

type Timestamp = { readonly clock: number; readonly processor: NodeJS.CpuUsage };

const readClocks = (): Timestamp => ({ clock: performance.now(), processor: process.cpuUsage() });

/**
 * Returns milliseconds of processor time: on a busy machine, wall-clock time passes without work.
 * Other threads of the process may add to it.
 */
function processorMsSince({ clock, processor }: Timestamp): number {
  const { user, system } = process.cpuUsage(processor);
  return Math.min(performance.now() - clock, (user + system) / 1_000);
}
