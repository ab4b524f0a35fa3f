/**
 * Regular expressions that match in time proportional to pattern times text: no backtracking, so no
 * pattern can hang a run. Syntax is that of RE2 (as CEL requires) without look-around,
 * back-references and named classes: literals, `.`, `[a-z]`, `\d \w \s \b` and their negations, `^
 * $`, groups, `|`, `* + ? {m,n}`, and a leading `(?i)`. Method: Thompson (1968), simulated as a set
 * of states over code points.
 */
export type Pattern = {
  /** The number of states; matching takes about this many steps per character. */
  readonly size: number;
  /** Whether the pattern occurs anywhere in the text. */
  test(text: string): boolean;
};

export class PatternError extends Error {}

const MAX_STATES = 2_000;
const MAX_DEPTH = 50;

type Matcher = (code: number) => boolean;
type Instruction =
  | { readonly op: "char"; readonly matches: Matcher }
  | { readonly op: "split"; readonly to: readonly number[] }
  | { readonly op: "assert"; readonly holds: (before: number, after: number) => boolean }
  | { readonly op: "match" };

/** The pseudo code point before the first and after the last character. */
const NONE = -1;

/** @throws PatternError with the reason when the pattern is invalid */
export function compilePattern(source: string): Pattern {
  const program = new Compiler(source).compile();
  return { size: program.length, test: (text) => search(program, text) };
}

type Fragment =
  | { readonly kind: "char"; readonly matches: Matcher }
  | { readonly kind: "assert"; readonly holds: (before: number, after: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly Fragment[] }
  | { readonly kind: "choice"; readonly parts: readonly Fragment[] }
  | {
      readonly kind: "repeat";
      readonly part: Fragment;
      readonly least: number;
      readonly most: number;
    };

class Compiler {
  private readonly characters: readonly string[];
  private position = 0;
  private ignoreCase = false;
  private readonly program: Instruction[] = [];

  constructor(source: string) {
    this.characters = [...source];
  }

  compile(): readonly Instruction[] {
    if (this.characters.slice(0, 4).join("") === "(?i)") {
      this.ignoreCase = true;
      this.position = 4;
    }
    const piece = this.choice(0);
    if (this.position < this.characters.length)
      throw new PatternError("There is a `)` without its `(`.");
    this.emit(piece);
    this.add({ op: "match" });
    return this.program;
  }

  private peek(): string | undefined {
    return this.characters[this.position];
  }

  private take(expected?: string): string {
    const character = this.peek();
    if (character === undefined || (expected !== undefined && character !== expected))
      throw new PatternError(
        expected === undefined ? "The pattern ends too early." : `A \`${expected}\` is missing.`,
      );
    this.position += 1;
    return character;
  }

  private choice(depth: number): Fragment {
    if (depth > MAX_DEPTH) throw new PatternError("The groups are nested too deeply.");
    const parts = [this.sequence(depth)];
    while (this.peek() === "|") {
      this.take();
      parts.push(this.sequence(depth));
    }
    return { kind: "choice", parts };
  }

  private sequence(depth: number): Fragment {
    const parts: Fragment[] = [];
    for (
      let next = this.peek();
      next !== undefined && next !== "|" && next !== ")";
      next = this.peek()
    )
      parts.push(this.repeated(depth));
    return { kind: "sequence", parts };
  }

  private repeated(depth: number): Fragment {
    let part = this.atom(depth);
    for (;;) {
      const [least, most] = this.times() ?? [undefined, 0];
      if (least === undefined) return part;
      // Greediness does not affect whether a match exists.
      if (this.peek() === "?") this.take();
      part = { kind: "repeat", part, least, most };
    }
  }

  private times(): readonly [number, number] | undefined {
    const next = this.peek();
    const simple =
      next === "*"
        ? ([0, Infinity] as const)
        : next === "+"
          ? ([1, Infinity] as const)
          : next === "?"
            ? ([0, 1] as const)
            : undefined;
    if (simple !== undefined) {
      this.take();
      return simple;
    }
    const counted = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(
      this.characters.slice(this.position, this.position + 12).join(""),
    );
    if (counted === null) return undefined;
    this.position += counted[0].length;
    const least = Number(counted[1]);
    const most =
      counted[2] === undefined ? least : counted[3] === "" ? Infinity : Number(counted[3]);
    if (most < least) throw new PatternError(`\`${counted[0]}\` asks for more than it allows.`);
    return [least, most];
  }

  private atom(depth: number): Fragment {
    const character = this.take();
    if (character === "(") {
      if (this.peek() === "?") {
        this.take();
        if (this.peek() !== ":")
          throw new PatternError("Of the groups that begin with `(?`, only `(?:` is known.");
        this.take();
      }
      const inner = this.choice(depth + 1);
      this.take(")");
      return inner;
    }
    if (character === "[") return { kind: "char", matches: this.bracket() };
    if (character === ".") return { kind: "char", matches: (code) => code !== 10 };
    if (character === "^") return { kind: "assert", holds: (before) => before === NONE };
    if (character === "$") return { kind: "assert", holds: (_before, after) => after === NONE };
    if (character === "*" || character === "+" || character === "?")
      throw new PatternError(`There is nothing for \`${character}\` to repeat.`);
    if (character !== "\\") return { kind: "char", matches: this.single(character) };
    const escaped = this.take();
    if (escaped === "b" || escaped === "B")
      return {
        kind: "assert",
        holds: (before, after) => (isWord(before) !== isWord(after)) === (escaped === "b"),
      };
    return { kind: "char", matches: CLASSES[escaped] ?? this.single(literalEscape(escaped)) };
  }

  private single(character: string): Matcher {
    const wanted = character.codePointAt(0) ?? NONE;
    return this.ignoreCase ? caseFolded((code) => code === wanted) : (code) => code === wanted;
  }

  private bracket(): Matcher {
    const negated = this.peek() === "^";
    if (negated) this.take();
    const matchers: Matcher[] = [];
    do {
      const first = this.take();
      const known = first === "\\" ? CLASSES[this.peek() ?? ""] : undefined;
      if (known !== undefined) {
        this.take();
        matchers.push(known);
        continue;
      }
      const from = codeOf(first === "\\" ? literalEscape(this.take()) : first);
      let to = from;
      if (this.peek() === "-" && this.characters[this.position + 1] !== "]") {
        this.take();
        const last = this.take();
        to = codeOf(last === "\\" ? literalEscape(this.take()) : last);
        if (to < from) throw new PatternError("A range in `[…]` runs backwards.");
      }
      matchers.push((code) => code >= from && code <= to);
    } while (this.peek() !== "]");
    this.take("]");
    const any: Matcher = (code) => matchers.some((matches) => matches(code));
    const matches = this.ignoreCase ? caseFolded(any) : any;
    return negated ? (code) => !matches(code) : matches;
  }

  private add(instruction: Instruction): number {
    if (this.program.length >= MAX_STATES) throw new PatternError("The pattern is too large.");
    return this.program.push(instruction) - 1;
  }

  private emit(piece: Fragment): void {
    if (piece.kind === "char") this.add({ op: "char", matches: piece.matches });
    else if (piece.kind === "assert") this.add({ op: "assert", holds: piece.holds });
    else if (piece.kind === "sequence") for (const part of piece.parts) this.emit(part);
    else if (piece.kind === "choice") this.emitChoice(piece.parts);
    else this.emitRepeat(piece.part, piece.least, piece.most);
  }

  private emitChoice(parts: readonly Fragment[]): void {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return this.emit(only);
    const starts: number[] = [];
    this.add({ op: "split", to: starts });
    const exits: number[][] = [];
    for (const part of parts) {
      starts.push(this.program.length);
      this.emit(part);
      const exit: number[] = [];
      this.add({ op: "split", to: exit });
      exits.push(exit);
    }
    for (const exit of exits) exit.push(this.program.length);
  }

  private emitRepeat(part: Fragment, least: number, most: number): void {
    for (let time = 0; time < least; time += 1) this.emit(part);
    if (most === Infinity) {
      const start: number[] = [this.program.length + 1];
      const fork = this.add({ op: "split", to: start });
      this.emit(part);
      this.add({ op: "split", to: [fork] });
      start.push(this.program.length);
      return;
    }
    const skips: number[][] = [];
    for (let time = least; time < most; time += 1) {
      const skip: number[] = [this.program.length + 1];
      this.add({ op: "split", to: skip });
      skips.push(skip);
      this.emit(part);
    }
    for (const skip of skips) skip.push(this.program.length);
  }
}

const codeOf = (character: string): number => character.codePointAt(0) ?? NONE;

const isDigit: Matcher = (code) => code >= 48 && code <= 57;
const isWord: Matcher = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: Matcher = (code) => code === 32 || (code >= 9 && code <= 13);
const negate =
  (matches: Matcher): Matcher =>
  (code) =>
    !matches(code);
const CLASSES: Readonly<Partial<Record<string, Matcher>>> = Object.assign(Object.create(null), {
  d: isDigit,
  D: negate(isDigit),
  w: isWord,
  W: negate(isWord),
  s: isSpace,
  S: negate(isSpace),
});

function literalEscape(character: string): string {
  if (character === "n") return "\n";
  if (character === "t") return "\t";
  if (character === "r") return "\r";
  if (/^[A-Za-z0-9]$/.test(character)) throw new PatternError(`\`\\${character}\` is not known.`);
  return character;
}

const caseFolded =
  (matches: Matcher): Matcher =>
  (code) => {
    if (matches(code)) return true;
    const character = String.fromCodePoint(code);
    return matches(codeOf(character.toLowerCase())) || matches(codeOf(character.toUpperCase()));
  };

function search(program: readonly Instruction[], text: string): boolean {
  const seen = new Int32Array(program.length).fill(-1);
  const codes = Array.from(text, codeOf);
  let current: number[] = [];
  for (let index = 0; index <= codes.length; index += 1) {
    const before = codes[index - 1] ?? NONE;
    const after = codes[index] ?? NONE;
    // A match may begin at every position.
    const pending = [...current, 0];
    current = [];
    while (pending.length > 0) {
      const state = pending.pop() ?? 0;
      if (seen[state] === index) continue;
      seen[state] = index;
      const instruction = program[state];
      if (instruction === undefined) continue;
      if (instruction.op === "match") return true;
      if (instruction.op === "split") pending.push(...instruction.to);
      else if (instruction.op === "assert") {
        if (instruction.holds(before, after)) pending.push(state + 1);
      } else if (after !== NONE && instruction.matches(after)) current.push(state + 1);
    }
  }
  return false;
}
