import type { ResolvedInput } from "@/lib/domain/answers";
import type { Value } from "@/lib/domain/scenario";

/** Tasks offered together, with the names of their inputs. */
type TaskInputs = readonly { readonly inputs: { readonly names: readonly string[] } }[];

/** Field of an answer in which an agent rates how important the moment is to it. */
export const RATING_NAME = "importance";

/** Name of the rating, different from all inputs of the offered tasks. */
export const ratingName = (tasks: TaskInputs): string =>
  tasks.some(({ inputs }) => inputs.names.includes(RATING_NAME)) ? `_${RATING_NAME}` : RATING_NAME;

const MAX_RATING = 10;

export const IMPORTANCE_RATING: ResolvedInput = {
  type: "integer",
  min: 1,
  max: MAX_RATING,
  description: "how important this moment is to you, from 1 (everyday) to 10 (life-changing)",
};

/** Reads the importance rating of an answer, from 0 to 1; undefined without a rating. */
export function readRating(
  tasks: TaskInputs,
  values: Readonly<Record<string, Value>>,
): number | undefined {
  const rated = values[ratingName(tasks)];
  return typeof rated === "number" ? Math.min(1, Math.max(0, rated / MAX_RATING)) : undefined;
}
