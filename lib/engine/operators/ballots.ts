import type { Computed } from "../expressions/contract";
import type { Draws } from "../base/row";
import { fieldsOf, listOf, NUMBER, nullableOf, type Type } from "../base/types";
import { entityKey, type Entity } from "./inputs";

/** How ties are broken: by draw, by order of the candidates, or not at all. */
export type TieBreak = "random" | "order" | "none";

export type Candidate = {
  readonly entity: Entity;
  readonly key: string;
  readonly position: number;
};

export type Tally = { readonly candidate: Candidate; readonly votes: number };

/** Returns the listed candidates, or all named ones when none are listed; without duplicates. */
export function listCandidates(
  listed: readonly Entity[] | undefined,
  named: () => Iterable<Entity>,
): ReadonlyMap<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const thing of listed ?? named()) {
    const key = entityKey(thing);
    if (!candidates.has(key))
      candidates.set(key, { entity: thing, key, position: candidates.size });
  }
  return candidates;
}

/** Compares by votes, descending; ties by a draw specific to this count, or by order. */
export function compareByVotes(
  ties: TieBreak,
  draws: Draws,
  count = 0,
): (a: Tally, b: Tally) => number {
  const lot = ({ key }: Candidate): number =>
    ties === "random" ? draws.uniform(`tie ${key}`, count) : 0;
  return (a, b) =>
    b.votes - a.votes ||
    lot(a.candidate) - lot(b.candidate) ||
    a.candidate.position - b.candidate.position;
}

export const rankCandidates = (ranking: readonly Tally[]): Computed =>
  ranking.map(({ candidate, votes }, position) => ({
    candidate: candidate.entity,
    votes,
    place: position + 1,
  }));

/** The result type that all votes share, with the additional fields of one. */
export const electionType = (candidate: Type, more: Readonly<Record<string, Type>>): Type =>
  fieldsOf({
    winner: nullableOf(candidate),
    ranking: listOf(fieldsOf({ candidate, votes: NUMBER, place: NUMBER })),
    votes: NUMBER,
    ...more,
  });
