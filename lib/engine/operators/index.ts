import type { Operator } from "./contract";
import { deferredAcceptance } from "./deferred-acceptance";
import { doubleAuction } from "./double-auction";
import { payoffMatrix } from "./payoff-matrix";
import { plurality } from "./plurality";
import { rankedVote } from "./ranked-vote";
import { recommend } from "./recommend";
import { sirStep } from "./sir-step";

export { InputError, type Operator } from "./contract";

/** The registry of operators: one line for each version. */
export const OPERATORS: readonly Operator[] = [
  doubleAuction,
  payoffMatrix,
  deferredAcceptance,
  plurality,
  rankedVote,
  sirStep,
  recommend,
];
