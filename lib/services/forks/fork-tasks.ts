import { AppError } from "@/lib/contracts/errors";
import type { Value } from "@/lib/domain/scenario";
import { POSITION_TABLE, type RunPosition, ScenarioError } from "@/lib/engine";
import type { RunRecord } from "../runs/ports";
import { openReplica } from "../worlds/open-replica";
import type { WorldTask } from "../worlds/world-tasks";

// Neither needs the world of the run, but its compiled scenario.
const FORK = { label: "The fork", limitSeconds: 60 } as const;

/** Refuses a number of rounds that the scenario cannot run. */
export const roundsTask: WorldTask<{ readonly run: RunRecord }, null> = {
  ...FORK,
  name: "rounds of a fork",
  async run({ history }, { run }) {
    try {
      await openReplica(history.scenarios, run);
      return null;
    } catch (error) {
      if (error instanceof ScenarioError)
        throw new AppError("invalid", "The scenario cannot run this many rounds.", error.problems);
      throw error;
    }
  },
};

/** Reads where a run stands from the single row that stores it; null at its end. */
export const positionTask: WorldTask<
  {
    readonly run: RunRecord;
    readonly rows: readonly {
      readonly id: string;
      readonly values: Readonly<Record<string, Value>>;
    }[];
  },
  RunPosition | null
> = {
  ...FORK,
  name: "position of a fork",
  async run({ history }, { run, rows }) {
    const simulation = await openReplica(history.scenarios, run);
    simulation.load(
      rows.map(({ id, values }) => ({ table: POSITION_TABLE, id, ordinal: 1, data: values })),
      { version: run.version, digest: run.digest },
    );
    return simulation.position();
  },
};
