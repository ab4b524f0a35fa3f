/** Between two expressions in the column `null_values`. */
const SEPARATOR = "; ";
const MAX_LENGTH = 500;

/**
 * Joins the distinct expressions that had no value in a prompt, as written: `self.income;
 * self.age`. At most 500 characters, which end with an ellipsis where some are left out; null
 * without any.
 */
export function formatNullValues(expressions: Iterable<string>): string | null {
  let joined = "";
  for (const expression of expressions) {
    const longer = joined === "" ? expression : joined + SEPARATOR + expression;
    if (longer.length > MAX_LENGTH) return `${longer.slice(0, MAX_LENGTH - 1)}…`;
    joined = longer;
  }
  return joined === "" ? null : joined;
}

/** The expressions that `formatNullValues` joined. */
export const splitNullValues = (joined: string): string[] => joined.split(SEPARATOR);

/** How many prompts had expressions without a value, and which, the most frequent first. */
export type NullValueCounts = {
  readonly prompts: number;
  /** Whether there are more than were counted. */
  readonly atLeast: boolean;
  readonly expressions: readonly { readonly expression: string; readonly count: number }[];
};

/** A value of the column `null_values`, and how many prompts have it. */
export type JoinedNullValues = { readonly joined: string; readonly count: number };

/** Sums the values of the column `null_values` by expression. */
export function countNullValues(columns: Iterable<JoinedNullValues>): {
  prompts: number;
  expressions: { expression: string; count: number }[];
} {
  const counts = new Map<string, number>();
  let prompts = 0;
  for (const { joined, count } of columns) {
    prompts += count;
    for (const expression of splitNullValues(joined))
      counts.set(expression, (counts.get(expression) ?? 0) + count);
  }
  const expressions = [...counts]
    .map(([expression, count]) => ({ expression, count }))
    .sort((one, other) => other.count - one.count || (one.expression < other.expression ? -1 : 1));
  return { prompts, expressions };
}

/**
 * Says in a sentence what was empty: "In 12 of 480 decisions a value in the prompt was empty:
 * `self.income` (12)."
 */
export function describeNullValues(
  { prompts, atLeast, expressions }: NullValueCounts,
  { total, noun }: { readonly total: number; readonly noun: "decisions" | "prompts" },
): string {
  const count = `${atLeast ? "more than " : ""}${prompts.toLocaleString("en")}`;
  const what = noun === "decisions" ? "a value in the prompt" : "a value";
  const each = expressions.map(
    (one) => `\`${one.expression}\` (${one.count.toLocaleString("en")}${atLeast ? "+" : ""})`,
  );
  const share = `${count} of ${total.toLocaleString("en")} ${noun}`;
  return `In ${share} ${what} was empty: ${each.join(", ")}.`;
}
