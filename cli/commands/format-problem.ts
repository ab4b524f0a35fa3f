import type { Problem } from "@/lib/contracts/errors";
import { describeProblem } from "@/lib/domain/scenario";

/** A problem as one line: `POINTER: message`. */
export const formatProblem = (problem: Problem): string =>
  describeProblem(problem).replaceAll("\n", " ");
