import { z } from "zod";
import { type RecordedDecision, recordedColumns } from "../columns";

/** Values that columns may have in a test, the plainest first. */
const PLAIN_VALUES = [null, false, 0, ""];

function plainValue(type: z.ZodType): unknown {
  if (type instanceof z.ZodEnum) return type.options[0];
  return PLAIN_VALUES.find((value) => type.safeParse(value).success);
}

const columns = recordedColumns();
const plainDecision: RecordedDecision = z
  .object(columns)
  .parse(
    Object.fromEntries(Object.entries(columns).map(([field, type]) => [field, plainValue(type)])),
  );

/**
 * A recorded decision with a plain value in every column that the test does not mind: derived from
 * the declaration, so that one more column changes no test.
 */
export const makeDecision = (change: Partial<RecordedDecision>): RecordedDecision => ({
  ...plainDecision,
  ...change,
});
