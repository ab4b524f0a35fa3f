import { readNumber } from "../data";
import type { AnswerInput, AnswerItem } from "../scenario";

/** Most points of a scale that are listed. */
const MAX_POINTS = 30;

/**
 * Returns everything that can be answered to an input, in its order, as texts: the options, the
 * points of a scale of whole numbers, true and false. Null when that is open, differs between
 * agents, or is more than a page can list.
 */
export function answerScale(input: AnswerInput | AnswerItem): string[] | null {
  switch (input.type) {
    case "boolean":
      return ["true", "false"];
    case "category":
      return Array.isArray(input.options) && input.options.length <= MAX_POINTS
        ? [...input.options]
        : null;
    case "integer":
      return integerScale(readBound(input.min), readBound(input.max));
    case "list":
      return answerScale(input.of);
    case "number":
    case "ref":
    case "text":
      return null;
  }
}

const readBound = (bound: string | number | boolean | undefined): number | undefined =>
  typeof bound === "string" ? readNumber(bound) : typeof bound === "number" ? bound : undefined;

function integerScale(min: number | undefined, max: number | undefined): string[] | null {
  if (min === undefined || max === undefined) return null;
  const first = Math.ceil(min);
  const points = Math.floor(max) - first + 1;
  if (points < 1 || points > MAX_POINTS) return null;
  return Array.from({ length: points }, (_, index) => String(first + index));
}
