import { listOf, NUMBER } from "../base/types";
import { compareByVotes, listCandidates, electionType, rankCandidates } from "./ballots";
import { defineOperator } from "./contract";
import {
  choice,
  elementType,
  entityKey,
  list,
  nullable,
  optional,
  disjointTypes,
  entity,
} from "./inputs";

/** Counts one vote per voter. */
export const plurality = defineOperator({
  name: "plurality",
  version: 1,
  summary: "One vote each: who has most votes wins.",
  source: "First past the post: D. M. Farrell, Electoral Systems, 2nd edition, 2011, chapter 2.",
  inputs: {
    ballots: list(nullable(entity())),
    candidates: optional(list(entity()), undefined),
    ties: optional(choice("random", "order", "none"), "random"),
  },
  result: ({ ballots, candidates }) => {
    const candidate = elementType(candidates ?? ballots);
    return electionType(candidate, { invalid: NUMBER, tied: listOf(candidate) });
  },
  mismatch: ({ ballots, candidates }) => {
    const problem = candidates && disjointTypes(elementType(ballots), elementType(candidates));
    return problem === undefined ? undefined : { input: "ballots", message: `holds ${problem}` };
  },
  apply: ({ ballots, candidates: listed, ties }, draws, charge) => {
    const candidates = listCandidates(listed, () => ballots.filter((ballot) => ballot !== null));
    charge(candidates.size * (1 + Math.ceil(Math.log2(1 + candidates.size))));
    const tally = new Map(
      [...candidates.values()].map((candidate) => [candidate.key, { candidate, votes: 0 }]),
    );
    let votes = 0;
    for (const ballot of ballots) {
      const own = ballot === null ? undefined : tally.get(entityKey(ballot));
      if (!own) continue;
      own.votes += 1;
      votes += 1;
    }
    const ranking = [...tally.values()].sort(compareByVotes(ties, draws));
    const [first] = ranking;
    const leaders =
      votes === 0 ? [] : ranking.filter((candidateTally) => candidateTally.votes === first?.votes);
    const decided = leaders.length === 1 || ties !== "none";
    return {
      winner: votes > 0 && decided ? (first?.candidate.entity ?? null) : null,
      ranking: rankCandidates(ranking),
      votes,
      invalid: ballots.length - votes,
      tied: leaders.length > 1 ? leaders.map(({ candidate }) => candidate.entity) : [],
    };
  },
});
