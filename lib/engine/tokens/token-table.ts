/** The token table is not loaded in this process: call `loadTokenTable`, then retry. */
export class TokenTableMissing extends Error {
  override readonly name = "TokenTableMissing";
}

type TokenCounter = (text: string) => number;

let count: TokenCounter | undefined;
let loading: Promise<void> | undefined;

/**
 * Loads the table of o200k_base, the encoding of recent OpenAI models. It needs 70 MB and a fifth
 * of a second, so it is loaded only when a text is long enough to be counted.
 */
export function loadTokenTable(): Promise<void> {
  loading ??= import("gpt-tokenizer/encoding/o200k_base").then(
    ({ countTokens, setMergeCacheSize }) => {
      setMergeCacheSize(MAX_MERGES);
      count = (text) => countTokens(text, AS_TEXT);
    },
  );
  return loading;
}

/** Calls `make` and, only if it needs the token table, loads the table and calls it again. */
export async function withTokenTable<Made>(make: () => Made | Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof TokenTableMissing)) throw error;
    await loadTokenTable();
    return make();
  }
}

const MAX_MERGES = 10_000;

/** Text that looks like a control token is ordinary text in a prompt. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/**
 * Counts the tokens of a text by o200k_base, close to the count of any current model. Runs of more
 * than 1,000 letters, signs or spaces are counted in pieces, because the time for one run grows
 * with the square of its length.
 * @throws TokenTableMissing before `loadTokenTable` has been awaited
 */
export function countTokens(text: string): number {
  if (count === undefined) throw new TokenTableMissing();
  let total = 0;
  let start = 0;
  for (const { index, 0: run } of text.matchAll(LONG_RUN)) {
    total += count(text.slice(start, index + run.length));
    start = index + run.length;
  }
  return total + count(start === 0 ? text : text.slice(start));
}

const LONG_RUN = /[\p{L}\p{M}]{1000}|\s{1000}|[^\s\p{L}\p{N}]{1000}/gu;
