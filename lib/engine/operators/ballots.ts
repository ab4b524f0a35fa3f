import type { Computed } from "../expressions/contract";
import type { Draws } from "../base/row";
import { fieldsOf, listOf, NUMBER, nullableOf, type Type } from "../base/types";
import { keyOf, type Thing } from "./inputs";

/** How equals are told apart: by draw, or by who comes first. */
export type Ties = "random" | "order" | "none";

export type Candidate = { readonly thing: Thing; readonly key: string; readonly position: number };

export type Standing = { readonly candidate: Candidate; readonly votes: number };

/** The candidates, or everybody named when none are given; each once. */
export function candidatesOf(
  given: readonly Thing[] | undefined,
  named: () => Iterable<Thing>,
): ReadonlyMap<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const thing of given ?? named()) {
    const key = keyOf(thing);
    if (!candidates.has(key)) candidates.set(key, { thing, key, position: candidates.size });
  }
  return candidates;
}

/** Compares by votes, most first; equals by a draw of their own in this count, or by order. */
export function byVotes(ties: Ties, draws: Draws, count = 0): (a: Standing, b: Standing) => number {
  const lot = ({ key }: Candidate): number =>
    ties === "random" ? draws.uniform(`tie ${key}`, count) : 0;
  return (a, b) =>
    b.votes - a.votes ||
    lot(a.candidate) - lot(b.candidate) ||
    a.candidate.position - b.candidate.position;
}

export const rankingOf = (standings: readonly Standing[]): Computed =>
  standings.map(({ candidate, votes }, position) => ({
    candidate: candidate.thing,
    votes,
    place: position + 1,
  }));

/** What every vote results in, and what else this one does. */
export const electionType = (candidate: Type, more: Readonly<Record<string, Type>>): Type =>
  fieldsOf({
    winner: nullableOf(candidate),
    ranking: listOf(fieldsOf({ candidate, votes: NUMBER, place: NUMBER })),
    votes: NUMBER,
    ...more,
  });
