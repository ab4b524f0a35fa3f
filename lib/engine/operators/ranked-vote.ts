import type { Draws } from "../base/row";
import { NUMBER } from "../base/types";
import {
  byVotes,
  type Candidate,
  candidatesOf,
  electionType,
  rankingOf,
  type Standing,
  type Ties,
} from "./ballots";
import { type Charge, operator } from "./contract";
import { choice, elementOf, keyOf, list, optional, strangers, thing } from "./inputs";

/** The candidates that one voter names, best first, each once. */
type Ballot = readonly Candidate[];

type Count = {
  readonly standings: readonly Standing[];
  readonly counts: number;
  readonly exhausted: number;
};

const logFactor = (size: number): number => 1 + Math.ceil(Math.log2(1 + size));

/**
 * The candidate with the fewest votes is out, and each of its ballots goes to the next name on it, until one has more
 * than half of the ballots that still name somebody.
 */
function instantRunoff(
  ballots: readonly Ballot[],
  candidates: readonly Candidate[],
  ties: Ties,
  draws: Draws,
  charge: Charge,
): Count {
  const piles = new Map<Candidate, { readonly ballot: Ballot; readonly at: number }[]>(
    candidates.map((candidate) => [candidate, []]),
  );
  const out: Standing[] = [];
  let exhausted = 0;
  const give = (ballot: Ballot, from: number): void => {
    for (let at = from; at < ballot.length; at += 1) {
      const candidate = ballot[at];
      const pile = candidate && piles.get(candidate);
      if (pile) return void pile.push({ ballot, at });
    }
    exhausted += 1;
  };
  for (const ballot of ballots) give(ballot, 0);
  for (let counts = 1; ; counts += 1) {
    charge(piles.size * logFactor(piles.size));
    const standings = [...piles]
      .map(([candidate, pile]) => ({ candidate, votes: pile.length }))
      .sort(byVotes(ties, draws, counts));
    const [first] = standings;
    const last = standings.at(-1);
    if (!first || !last || standings.length === 1 || first.votes * 2 > ballots.length - exhausted)
      return { standings: [...standings, ...out.reverse()], counts, exhausted };
    const pile = piles.get(last.candidate) ?? [];
    piles.delete(last.candidate);
    out.push(last);
    for (const { ballot, at } of pile) give(ballot, at + 1);
  }
}

/** Of n candidates the first on a ballot gets n - 1 points, the next n - 2, and so on; those not named share evenly what is left. */
function borda(
  ballots: readonly Ballot[],
  candidates: readonly Candidate[],
  ties: Ties,
  draws: Draws,
  charge: Charge,
): Count {
  charge(candidates.length * logFactor(candidates.length));
  const points = candidates.map(() => 0);
  let shared = 0;
  for (const ballot of ballots) {
    const share = Math.max(0, candidates.length - ballot.length - 1) / 2;
    shared += share;
    ballot.forEach(
      ({ position }, place) =>
        (points[position] = (points[position] ?? 0) + candidates.length - 1 - place - share),
    );
  }
  const standings = candidates.map((candidate) => ({
    candidate,
    votes: (points[candidate.position] ?? 0) + shared,
  }));
  return { standings: standings.sort(byVotes(ties, draws)), counts: 1, exhausted: 0 };
}

const METHODS = { instantRunoff, borda };

/** Ballots that rank candidates, counted by one of two methods. */
export const rankedVote = operator({
  name: "rankedVote",
  version: 1,
  summary: "Voters rank candidates; counted as an instant run-off or by Borda's points.",
  source:
    "Instant run-off: D. M. Farrell, Electoral Systems, 2011, chapter 3. Borda: J.-C. de Borda, Mémoire sur les élections au scrutin, 1781.",
  inputs: {
    ballots: list(list(thing())),
    method: optional(choice("instantRunoff", "borda"), "instantRunoff"),
    candidates: optional(list(thing()), undefined),
    ties: optional(choice("random", "order"), "random"),
  },
  result: ({ ballots, candidates }) =>
    electionType(candidates ? elementOf(candidates) : elementOf(elementOf(ballots)), {
      counts: NUMBER,
      exhausted: NUMBER,
    }),
  misfit: ({ ballots, candidates }) => {
    const problem = candidates && strangers(elementOf(elementOf(ballots)), elementOf(candidates));
    return problem === undefined ? undefined : { input: "ballots", message: `holds ${problem}` };
  },
  apply: ({ ballots: given, method, candidates: standing, ties }, draws, charge) => {
    for (const ballot of given) charge(1 + 2 * ballot.length);
    const candidates = candidatesOf(standing, () => given.flat());
    const ballots = given
      .map((ballot) => [
        ...new Set(
          ballot
            .map((named) => candidates.get(keyOf(named)))
            .filter((candidate) => candidate !== undefined),
        ),
      ])
      .filter((ballot) => ballot.length > 0);
    const { standings, counts, exhausted } = METHODS[method](
      ballots,
      [...candidates.values()],
      ties,
      draws,
      charge,
    );
    return {
      winner: ballots.length > 0 ? (standings[0]?.candidate.thing ?? null) : null,
      ranking: rankingOf(standings),
      votes: ballots.length,
      counts,
      exhausted,
    };
  },
});
