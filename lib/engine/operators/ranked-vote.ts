import type { Draws } from "../base/row";
import { NUMBER } from "../base/types";
import {
  compareByVotes,
  type Candidate,
  listCandidates,
  electionType,
  rankCandidates,
  type Tally,
  type TieBreak,
} from "./ballots";
import { type Charge, defineOperator } from "./contract";
import { choice, elementType, entityKey, list, optional, disjointTypes, entity } from "./inputs";

/** The ranking of one voter, best first, without duplicates. */
type Ballot = readonly Candidate[];

type VoteCount = {
  readonly ranking: readonly Tally[];
  readonly counts: number;
  readonly exhausted: number;
};

const sortCostFactor = (size: number): number => 1 + Math.ceil(Math.log2(1 + size));

/**
 * Eliminates the candidate with the fewest votes and transfers each of its ballots to its next
 * remaining name, until one has more than half of the ballots that still name a candidate.
 */
function instantRunoff(
  ballots: readonly Ballot[],
  candidates: readonly Candidate[],
  ties: TieBreak,
  draws: Draws,
  charge: Charge,
): VoteCount {
  const ballotsByCandidate = new Map<Candidate, { readonly ballot: Ballot; readonly at: number }[]>(
    candidates.map((candidate) => [candidate, []]),
  );
  const eliminated: Tally[] = [];
  let exhausted = 0;
  const assign = (ballot: Ballot, from: number): void => {
    for (let at = from; at < ballot.length; at += 1) {
      const candidate = ballot[at];
      const assigned = candidate && ballotsByCandidate.get(candidate);
      if (assigned) return void assigned.push({ ballot, at });
    }
    exhausted += 1;
  };
  for (const ballot of ballots) assign(ballot, 0);
  for (let counts = 1; ; counts += 1) {
    charge(ballotsByCandidate.size * sortCostFactor(ballotsByCandidate.size));
    const ranking = [...ballotsByCandidate]
      .map(([candidate, assigned]) => ({ candidate, votes: assigned.length }))
      .sort(compareByVotes(ties, draws, counts));
    const [first] = ranking;
    const last = ranking.at(-1);
    if (!first || !last || ranking.length === 1 || first.votes * 2 > ballots.length - exhausted)
      return { ranking: [...ranking, ...eliminated.reverse()], counts, exhausted };
    const assigned = ballotsByCandidate.get(last.candidate) ?? [];
    ballotsByCandidate.delete(last.candidate);
    eliminated.push(last);
    for (const { ballot, at } of assigned) assign(ballot, at + 1);
  }
}

/**
 * Gives the first of n candidates on a ballot n - 1 points, the next n - 2, and so on; candidates
 * not named share the remaining points evenly.
 */
function borda(
  ballots: readonly Ballot[],
  candidates: readonly Candidate[],
  ties: TieBreak,
  draws: Draws,
  charge: Charge,
): VoteCount {
  charge(candidates.length * sortCostFactor(candidates.length));
  const points = candidates.map(() => 0);
  let shared = 0;
  for (const ballot of ballots) {
    const share = Math.max(0, candidates.length - ballot.length - 1) / 2;
    shared += share;
    ballot.forEach(
      ({ position }, rank) =>
        (points[position] = (points[position] ?? 0) + candidates.length - 1 - rank - share),
    );
  }
  const ranking = candidates.map((candidate) => ({
    candidate,
    votes: (points[candidate.position] ?? 0) + shared,
  }));
  return { ranking: ranking.sort(compareByVotes(ties, draws)), counts: 1, exhausted: 0 };
}

const METHODS = { instantRunoff, borda };

/** Counts ranked ballots by one of two methods. */
export const rankedVote = defineOperator({
  name: "rankedVote",
  version: 1,
  summary: "Voters rank candidates; counted as an instant run-off or by Borda's points.",
  source:
    "Instant run-off: D. M. Farrell, Electoral Systems, 2011, chapter 3. Borda: J.-C. de " +
    "Borda, Mémoire sur les élections au scrutin, 1781.",
  inputs: {
    ballots: list(list(entity())),
    method: optional(choice("instantRunoff", "borda"), "instantRunoff"),
    candidates: optional(list(entity()), undefined),
    ties: optional(choice("random", "order"), "random"),
  },
  result: ({ ballots, candidates }) =>
    electionType(candidates ? elementType(candidates) : elementType(elementType(ballots)), {
      counts: NUMBER,
      exhausted: NUMBER,
    }),
  mismatch: ({ ballots, candidates }) => {
    const problem =
      candidates && disjointTypes(elementType(elementType(ballots)), elementType(candidates));
    return problem === undefined ? undefined : { input: "ballots", message: `holds ${problem}` };
  },
  apply: ({ ballots: rawBallots, method, candidates: listed, ties }, draws, charge) => {
    for (const ballot of rawBallots) charge(1 + 2 * ballot.length);
    const candidates = listCandidates(listed, () => rawBallots.flat());
    const ballots = rawBallots
      .map((ballot) => [
        ...new Set(
          ballot
            .map((named) => candidates.get(entityKey(named)))
            .filter((candidate) => candidate !== undefined),
        ),
      ])
      .filter((ballot) => ballot.length > 0);
    const { ranking, counts, exhausted } = METHODS[method](
      ballots,
      [...candidates.values()],
      ties,
      draws,
      charge,
    );
    return {
      winner: ballots.length > 0 ? (ranking[0]?.candidate.entity ?? null) : null,
      ranking: rankCandidates(ranking),
      votes: ballots.length,
      counts,
      exhausted,
    };
  },
});
