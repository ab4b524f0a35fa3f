import { MAX_HOPS } from "@/lib/contracts/network";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";

/** What the network page shows, as encoded in its address. */
export type NetworkViewState = {
  readonly network: string | null;
  /** `type`, `ties`, or an attribute such as `Voter.opinion`; null for the default. */
  readonly colour: string | null;
  readonly size: string | null;
  /** null: the current state, kept up to date. */
  readonly round: number | null;
  /** Restricts the picture to the neighbourhood of this agent. */
  readonly focus: string | null;
  readonly hops: number;
  readonly sample: number;
  /** The agent whose values are listed next to the picture. */
  readonly agent: string | null;
  readonly view: "picture" | "table";
};

const AGENT = /^[A-Za-z][A-Za-z0-9_]{0,59}-[1-9]\d{0,8}$/;
const KEY = /^[A-Za-z][A-Za-z0-9_.]{0,120}$/;

/**
 * Whether this can be the id of an agent of one of these types. Only the server knows whether it
 * exists.
 */
export const isAgentId = (id: string, types: readonly string[]): boolean =>
  AGENT.test(id) && types.includes(tableOfRowId(id));

/** Parses the query of an address; ignores values that make no sense. */
export function parseNetworkViewState(query: URLSearchParams): NetworkViewState {
  const fitting = (name: string, pattern: RegExp): string | null => {
    const text = query.get(name);
    return text !== null && pattern.test(text) ? text : null;
  };
  const whole = (name: string, least: number, most: number): number | null => {
    const number = Number(fitting(name, /^\d{1,6}$/) ?? Number.NaN);
    return number >= least && number <= most ? number : null;
  };
  return {
    network: fitting("network", KEY),
    colour: fitting("colour", KEY),
    size: fitting("size", KEY),
    round: whole("round", 0, 10_000),
    focus: fitting("focus", AGENT),
    hops: whole("hops", 1, MAX_HOPS) ?? 2,
    sample: whole("sample", 1, 999_999) ?? 1,
    agent: fitting("agent", AGENT),
    view: query.get("view") === "table" ? "table" : "picture",
  };
}

/** Returns the query with some values changed; defaults are left out. */
export function serializeNetworkViewState(
  query: URLSearchParams,
  change: Partial<NetworkViewState>,
): URLSearchParams {
  const state = { ...parseNetworkViewState(query), ...change };
  const next = new URLSearchParams();
  for (const name of ["network", "colour", "size", "round", "focus", "agent"] as const)
    if (state[name] !== null) next.set(name, String(state[name]));
  if (state.focus !== null && state.hops !== 2) next.set("hops", String(state.hops));
  if (state.sample !== 1) next.set("sample", String(state.sample));
  if (state.view === "table") next.set("view", "table");
  return next;
}
