import type { Row } from "../base/row";
import { POSITION_TABLE } from "../world/definition";
import type { World } from "../world/world";
import type { RunPosition, Schedule, Step } from "../base/contract";

/** State that one stage of a phase passes to the next, as JSON. */
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
 * Position of a run: the round, the entry of its schedule, the stage of that, and the state from
 * the previous stage.
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

/** Reads the cursor stored in a world; the start for an empty world. */
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

/** Returns the step at a cursor; undefined after the end of the run. */
export function stepAt(schedule: Schedule, cursor: Cursor, version: number): Step | undefined {
  const entry = cursor.round > schedule.rounds ? undefined : entryAt(schedule, cursor);
  return entry && { version, round: cursor.round, stage: cursor.stage, ...entry };
}

/** Returns the cursor of the next entry of the schedule. */
export function cursorAfter({ perRound }: Schedule, { round, position }: Cursor): Cursor {
  const isLast = round === 0 || position === perRound.length - 1;
  return isLast
    ? { round: round + 1, position: 0, stage: 0, state: null }
    : { round, position: position + 1, stage: 0, state: null };
}

/**
 * Position for display: every entry of the schedule counts equally; `within` is the share of this
 * one that earlier stages completed.
 */
export function positionAt(schedule: Schedule, cursor: Cursor, within: number): RunPosition | null {
  const entry = cursor.round > schedule.rounds ? undefined : entryAt(schedule, cursor);
  if (!entry) return null;
  const { rounds, perRound } = schedule;
  const all = 1 + rounds * perRound.length;
  const before =
    cursor.round === 0 ? 0 : 1 + (cursor.round - 1) * perRound.length + cursor.position;
  // The number of further stages is unknown, so only the first stage reports a span.
  return {
    round: cursor.round,
    label: entry.label,
    done: (before + within) / all,
    span: cursor.stage === 0 ? 1 / all : 0,
  };
}
