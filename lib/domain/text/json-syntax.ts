/** Where a JSON text stops being JSON, or says the same key twice. Lines and columns count from 1. */
export type JsonError = {
  readonly message: string;
  readonly from: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  /** Keys and indices of the value in which it happened; empty for plain syntax errors. */
  readonly path: readonly (string | number)[];
};

export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: JsonError };

/**
 * Reads JSON as people write it by hand: errors say what to do and where, the same way in every browser, and a key
 * given twice is an error instead of a silent loss. Accepts exactly what JSON.parse accepts, otherwise.
 */
export function readJson(text: string): ReadJson {
  const source = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const error = new Scanner(source).scan();
  if (error === undefined) return { ok: true, value: JSON.parse(source) };
  const before = source.slice(0, error.from);
  const line = before.split("\n").length;
  return { ok: false, error: { ...error, line, column: error.from - before.lastIndexOf("\n") } };
}

type Fault = Omit<JsonError, "line" | "column">;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const DEEPEST = 200;

class Scanner {
  private at = 0;
  private fault: Fault | undefined;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  scan(): Fault | undefined {
    this.blank();
    if (this.at >= this.text.length)
      return { message: "the document is empty", from: 0, length: 0, path: [] };
    if (this.value()) {
      this.blank();
      if (this.at < this.text.length) this.fail("nothing may follow the end of the document");
    }
    return this.fault;
  }

  private fail(
    message: string,
    from = this.at,
    length = 1,
    path: readonly (string | number)[] = [],
  ): false {
    this.fault ??= { message, from: Math.min(from, this.text.length), length, path };
    return false;
  }

  private blank(): void {
    while (this.at < this.text.length && " \t\n\r".includes(this.text.charAt(this.at)))
      this.at += 1;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private value(): boolean {
    const next = this.text.charAt(this.at);
    if (next === "{") return this.members();
    if (next === "[") return this.items();
    if (next === '"') return this.string() !== undefined;
    if (next === "-" || (next >= "0" && next <= "9")) return this.number();
    if (next === "") return this.fail("the document ends too early: something is not closed");
    if (next === "/") return this.fail("JSON has no comments");
    if (next === "'") return this.fail('texts stand in double quotes: "…"');
    const from = this.at;
    const word = this.match(WORD);
    if (word === "true" || word === "false" || word === "null") return true;
    if (word !== undefined)
      return this.fail(`${word} is not a value: texts stand in double quotes`, from, word.length);
    return this.fail(
      next === "," || next === "}" || next === "]"
        ? `a value is missing before "${next}"`
        : `"${next}" is not possible here`,
    );
  }

  private number(): boolean {
    const from = this.at;
    if (this.match(NUMBER) === undefined) return this.fail("this is not a number", from);
    if (/[\w.]/.test(this.text.charAt(this.at)))
      return this.fail("this is not a number: write it like 0.5, -3 or 1e6", from);
    return true;
  }

  private string(): string | undefined {
    const from = this.at;
    for (let end = from + 1; end < this.text.length; end += 1) {
      const next = this.text.charAt(end);
      if (next === "\\") end += 1;
      else if (next === "\n") break;
      else if (next < " ") {
        this.fail("a tab or control character inside a text: write \\t or leave it out", end);
        return undefined;
      } else if (next === '"') {
        this.at = end + 1;
        return this.unescape(from, this.at);
      }
    }
    this.fail(
      "this text is not closed on its line (a line break inside a text is written \\n)",
      from,
    );
    return undefined;
  }

  private unescape(from: number, to: number): string | undefined {
    try {
      return String(JSON.parse(this.text.slice(from, to)));
    } catch {
      this.fail(
        "a wrong escape inside this text: a backslash itself is written \\\\",
        from,
        to - from,
      );
      return undefined;
    }
  }

  private enter(): boolean {
    this.at += 1;
    this.blank();
    return this.path.length < DEEPEST || this.fail(`more than ${DEEPEST} levels deep`);
  }

  /** After an item: whether another follows. Undefined when neither a comma nor the end is there. */
  private more(close: string): boolean | undefined {
    this.blank();
    const next = this.text.charAt(this.at);
    if (next === close) {
      this.at += 1;
      return false;
    }
    if (next !== ",") {
      this.fail(
        next === ""
          ? "the document ends too early: something is not closed"
          : `a comma or "${close}" is missing`,
      );
      return undefined;
    }
    const comma = this.at;
    this.at += 1;
    this.blank();
    if (this.text.charAt(this.at) === close) {
      this.fail(`no comma before "${close}"`, comma);
      return undefined;
    }
    return true;
  }

  private items(): boolean {
    if (!this.enter()) return false;
    if (this.text.charAt(this.at) === "]") return (this.at += 1) > 0;
    for (let index = 0; ; index += 1) {
      this.path.push(index);
      if (!this.value()) return false;
      this.path.pop();
      const more = this.more("]");
      if (more !== true) return more === false;
    }
  }

  private members(): boolean {
    if (!this.enter()) return false;
    if (this.text.charAt(this.at) === "}") return (this.at += 1) > 0;
    const seen = new Set<string>();
    for (;;) {
      const from = this.at;
      if (this.text.charAt(from) !== '"') return this.noKey();
      const key = this.string();
      if (key === undefined) return false;
      this.path.push(key);
      if (seen.has(key))
        return this.fail(`the key ${JSON.stringify(key)} appears twice`, from, this.at - from, [
          ...this.path,
        ]);
      seen.add(key);
      this.blank();
      if (this.text.charAt(this.at) !== ":")
        return this.fail(`a colon is missing after the key ${JSON.stringify(key)}`);
      this.at += 1;
      this.blank();
      if (!this.value()) return false;
      this.path.pop();
      const more = this.more("}");
      if (more !== true) return more === false;
    }
  }

  private noKey(): false {
    if (this.text.charAt(this.at) === "/") return this.fail("JSON has no comments");
    const from = this.at;
    const word = this.match(WORD);
    if (word !== undefined)
      return this.fail(`the key ${word} must stand in double quotes: "${word}"`, from, word.length);
    return this.fail("a key in double quotes is missing", from);
  }
}
