import { InvalidArgumentError } from "commander";

const MAX_INTEGER = 2_147_483_647;

/** Parser of a whole number of at least `min`. */
export const integerArg =
  (min: number) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(number) || number < min || number > MAX_INTEGER)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${MAX_INTEGER}.`);
    return number;
  };

/** Parser of a count of tokens: a positive whole number, which may be beyond 32 bits. */
export function tokensArg(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number <= 0)
    throw new InvalidArgumentError("Expected a positive whole number of tokens.");
  return number;
}

/** Parser of a positive amount of money. */
export function budgetArg(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0)
    throw new InvalidArgumentError("Expected an amount in US dollars above 0.");
  return number;
}

/** Parser of a price per million tokens. */
export function priceArg(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError("Expected US dollars per million tokens, for example 0.15.");
  return number;
}

/** Parser of an option that may be repeated: collects its values in order. */
export const repeatableArg = (value: string, previous: readonly string[] = []): string[] => [
  ...previous,
  value,
];

/** Splits `NAME=VALUE` at the first equals sign; undefined without a name. */
export function splitAssignment(text: string): [name: string, value: string] | undefined {
  const at = text.indexOf("=");
  return at < 1 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}
