import type { Row } from "../base/row";
import { POSITION_TABLE } from "../world/definition";
import type { World } from "../world/world";
import type { RunPosition, Schedule, Step } from "../base/contract";

/** What one stage of a phase leaves for the next: JSON. */
export type PhaseState = {
  readonly [key: string]:
    | PhaseState
    | PhaseState[]
    | readonly (string | number | boolean | null)[]
    | string
    | number
    | boolean
    | null;
};

/**
 * Where a run is: which round, which entry of its schedule, which stage of that, and what the stage
 * before it left.
 */
export type Cursor = {
  readonly round: number;
  readonly position: number;
  readonly stage: number;
  readonly state: PhaseState | null;
};

const START: Cursor = { round: 0, position: 0, stage: 0, state: null };
const POSITION_ROW = `${POSITION_TABLE}-1`;

const SETUP = { key: "setup", label: "Setup", kind: "setup" } as const;

/** The place that a world holds; the beginning, where it is still empty. */
export function loadCursor(world: World): Cursor {
  const row = world.get(POSITION_TABLE, POSITION_ROW);
  if (!row) return START;
  const { round, position, stage, state } = row;
  return {
    round: Number(round),
    position: Number(position),
    stage: Number(stage),
    state: typeof state === "string" ? (JSON.parse(state) as PhaseState) : null,
  };
}

export function saveCursor(world: World, cursor: Cursor): void {
  const { round, position, stage } = cursor;
  const state = cursor.state === null ? null : JSON.stringify(cursor.state);
  const row = world.get(POSITION_TABLE, POSITION_ROW);
  if (!row)
    return world.insert(POSITION_TABLE, {
      id: POSITION_ROW,
      round,
      position,
      stage,
      state,
    } satisfies Row);
  for (const [field, value] of Object.entries({ round, position, stage, state }))
    world.set(POSITION_TABLE, row, field, value);
}

const entryAt = (
  { perRound }: Schedule,
  { round, position }: Cursor,
): Schedule["perRound"][number] | undefined => (round === 0 ? SETUP : perRound[position]);

/** The step at a place; undefined when the run is over. */
export function stepAt(schedule: Schedule, cursor: Cursor, version: number): Step | undefined {
  const entry = cursor.round > schedule.rounds ? undefined : entryAt(schedule, cursor);
  return entry && { version, round: cursor.round, stage: cursor.stage, ...entry };
}

/** The first step of what follows in the schedule. */
export function cursorAfter({ perRound }: Schedule, { round, position }: Cursor): Cursor {
  const isLast = round === 0 || position === perRound.length - 1;
  return isLast
    ? { round: round + 1, position: 0, stage: 0, state: null }
    : { round, position: position + 1, stage: 0, state: null };
}

/**
 * For those who watch: every entry of the schedule counts alike; `within` is the share of this one
 * that earlier stages did.
 */
export function positionAt(schedule: Schedule, cursor: Cursor, within: number): RunPosition | null {
  const entry = cursor.round > schedule.rounds ? undefined : entryAt(schedule, cursor);
  if (!entry) return null;
  const { rounds, perRound } = schedule;
  const all = 1 + rounds * perRound.length;
  const before =
    cursor.round === 0 ? 0 : 1 + (cursor.round - 1) * perRound.length + cursor.position;
  // How many stages will follow is not known: only what one stage does alone shows progress of its
  // own.
  return {
    round: cursor.round,
    label: entry.label,
    done: (before + within) / all,
    span: cursor.stage === 0 ? 1 / all : 0,
  };
}
