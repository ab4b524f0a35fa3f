import { type Budget, UNLIMITED_BUDGET, type RecordPolicy, recordPolicy } from "@/lib/domain/run";
import { CommandError, EXIT } from "../exit-codes";

/** What a study may use, and whether earlier answers count again, as the words say it. */
export type SpendOptions = { readonly budget: Budget; readonly record: RecordPolicy };

type Words = {
  readonly "budget-tokens"?: string | undefined;
  readonly "budget-usd"?: string | undefined;
  readonly record?: string | undefined;
};

const text = { type: "string" } as const;
export const SPEND_WORDS = { "budget-tokens": text, "budget-usd": text, record: text };

/** @throws CommandError usage */
export function readSpendWords({
  "budget-tokens": tokens,
  "budget-usd": money,
  record,
}: Words): SpendOptions {
  const policy = recordPolicy.safeParse(record ?? "fresh");
  if (!policy.success)
    throw new CommandError(EXIT.usage, [
      `--record ${record ?? ""}: fresh, reuse or only is needed`,
    ]);
  return {
    budget: {
      ...UNLIMITED_BUDGET,
      tokens: positive("--budget-tokens", tokens, true),
      money: positive("--budget-usd", money, false),
    },
    record: policy.data,
  };
}

function positive(option: string, written: string | undefined, whole: boolean): number | null {
  if (written === undefined) return null;
  const number = Number(written);
  const fits =
    written.trim() !== "" &&
    Number.isFinite(number) &&
    number > 0 &&
    (!whole || Number.isSafeInteger(number));
  if (!fits)
    throw new CommandError(EXIT.usage, [
      `${option} ${written}: a ${whole ? "whole number of tokens" : "number of US$"} above 0 is needed`,
    ]);
  return number;
}
