import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

/** Why a text is not acceptable JSON, and where. Lines and columns count from 1. */
export type JsonError = {
  readonly message: string;
  readonly from: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  /** Keys and indices of the value that is wrong; empty for plain syntax errors. */
  readonly path: readonly (string | number)[];
};

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: JsonError };

const MAX_DEPTH = 200;

/**
 * Parses JSON written by hand: errors say where and what to do, in the same words in every
 * browser, and a duplicate key is an error instead of a silent loss. Otherwise accepts exactly what
 * JSON.parse accepts.
 */
export function parseJsonText(text: string): ParsedJson {
  const source = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  try {
    checkSyntax(source);
    return { ok: true, value: JSON.parse(source) };
  } catch (failure) {
    if (failure instanceof SyntaxFailure) return { ok: false, error: failure.error };
    // JSON.parse refuses what the checker has let pass: safe, but without a position.
    const error = { message: "this is not valid JSON", from: 0, length: 0, line: 1, column: 1 };
    return { ok: false, error: { ...error, path: [] } };
  }
}

/** Ends the visit at the first error. */
class SyntaxFailure extends Error {
  constructor(readonly error: JsonError) {
    super(error.message);
  }
}

/** @throws SyntaxFailure at the first error */
function checkSyntax(source: string): void {
  const keys: Set<string>[] = [];
  let depth = 0;

  const fail = (
    message: string,
    [from, length, line, character]: readonly [number, number, number, number],
    path: readonly (string | number)[] = [],
  ): never => {
    throw new SyntaxFailure({
      message,
      from,
      length,
      line: line + 1,
      column: character + 1,
      path,
    });
  };
  const descend = (...position: readonly [number, number, number, number]): void => {
    depth += 1;
    if (depth > MAX_DEPTH) fail(`more than ${MAX_DEPTH} levels deep`, position);
  };

  visit(
    source,
    {
      onError: (code, ...position) =>
        fail(explain(code, source, position[0], position[1]), position),
      onObjectBegin: (...[from, length, line, character]) => {
        descend(from, length, line, character);
        keys.push(new Set());
      },
      onObjectEnd: () => {
        depth -= 1;
        keys.pop();
      },
      onArrayBegin: (...[from, length, line, character]) => descend(from, length, line, character),
      onArrayEnd: () => {
        depth -= 1;
      },
      onObjectProperty: (key, from, length, line, character, path) => {
        const seen = keys.at(-1);
        if (seen?.has(key))
          fail(
            `the key ${JSON.stringify(key)} appears twice`,
            [from, length, line, character],
            [...path(), key],
          );
        seen?.add(key);
      },
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  );
}

const NUMBER_HELP = "this is not a number: write it like 0.5, -3 or 1e6";

/** A syntax error in words that say what to do. */
function explain(code: ParseErrorCode, source: string, from: number, length: number): string {
  const token = source.slice(from, from + length);
  const kind = printParseErrorCode(code);
  if (source.trim() === "") return "the document is empty";
  if (from >= source.length) return "the document ends too early: something is not closed";
  switch (kind) {
    case "InvalidSymbol":
      return explainSymbol(token, source.slice(from + length));
    case "UnexpectedEndOfNumber":
    case "InvalidNumberFormat":
      return NUMBER_HELP;
    case "UnexpectedEndOfString":
      return "this text is not closed on its line (a line break inside a text is written \\n)";
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return "invalid escape sequence in this text: a backslash itself is written \\\\";
    case "InvalidCharacter":
      return "tab or control character in this text: write \\t, or leave it out";
    case "InvalidCommentToken":
    case "UnexpectedEndOfComment":
      return "JSON does not allow comments";
    case "EndOfFileExpected":
      return "nothing may follow the end of the document";
    case "PropertyNameExpected":
      return token === "}" ? 'remove the comma before "}"' : "expected a key in double quotes";
    case "ColonExpected":
      return "expected a colon after the key";
    case "CommaExpected":
      // "01" reads as two numbers.
      return /\d/.test(source.charAt(from - 1)) && /^\d/.test(token)
        ? NUMBER_HELP
        : "expected a comma before this";
    case "ValueExpected":
      return token === "]" ? 'expected a value before "]"' : `expected a value, not ${token}`;
    default:
      return `unexpected ${token}`;
  }
}

/** Words without quotation marks, and characters that JSON has no use for. */
function explainSymbol(token: string, rest: string): string {
  if (token.startsWith("'")) return 'texts are written in double quotes: "…"';
  if (/^[-+.\d]/.test(token)) return NUMBER_HELP;
  if (!/^[\p{L}_$]/u.test(token)) return `${token} is not allowed here`;
  return /^\s*:/.test(rest)
    ? `write the key ${token} in double quotes: "${token}"`
    : `${token} is not a value: texts are written in double quotes`;
}
