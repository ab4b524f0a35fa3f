import type { Computed } from "../expressions/contract";
import type { Draws } from "../base/row";
import { fieldsOf, listOf, NUMBER, nullableOf, type Type } from "../base/types";
import { entityKey, type Entity } from "./inputs";

/** How equals are told apart: by draw, or by who comes first. */
export type TieBreak = "random" | "order" | "none";

export type Candidate = {
  readonly entity: Entity;
  readonly key: string;
  readonly position: number;
};

export type Tally = { readonly candidate: Candidate; readonly votes: number };

/** The candidates, or everyone named when none are given; each once. */
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

/** Compares by votes, most first; equals by a draw of their own in this count, or by order. */
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

/** What every vote results in, and what else this one does. */
export const electionType = (candidate: Type, more: Readonly<Record<string, Type>>): Type =>
  fieldsOf({
    winner: nullableOf(candidate),
    ranking: listOf(fieldsOf({ candidate, votes: NUMBER, place: NUMBER })),
    votes: NUMBER,
    ...more,
  });
