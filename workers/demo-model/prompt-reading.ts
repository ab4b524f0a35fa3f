import { contentStems } from "./tokenize";

export interface PromptMessage {
  readonly role: string;
  readonly content: string;
}

/**
 * The subject of a line of a prompt: the person who answers, their memories, what they see of
 * others (also the options offered to them), the task itself, or the format of the answer.
 */
export type LineKind = "persona" | "memory" | "seen" | "task" | "format";

export interface PromptLine {
  readonly text: string;
  readonly kind: LineKind;
}

/** A line of a list, read as `key: rest` ("- p12 (left): text" has the key p12). */
export interface ListItem {
  readonly key: string;
  readonly line: string;
}

const PERSONA_HEADS = [
  "profile",
  "about you",
  "who you are",
  "yourself",
  "your attributes",
  "your character",
  "persona",
];
const MEMORY_HEADS = [
  "memor",
  "remember",
  "earlier",
  "so far",
  "previous",
  "your past",
  "happened",
];
const SECOND_PERSON = [
  "you are",
  "you're",
  "you were",
  "you have",
  "you live",
  "you work",
  "you lean",
  "you stand",
  "you feel",
  "you think",
  "you believe",
  "you support",
  "you oppose",
  "you tend",
  "you like",
  "you dislike",
  "you earn",
  "you own",
  "you prefer",
  "you always",
  "you never",
  "you usually",
  "you trust",
  "you do not",
  "you don't",
  "your ",
  "i am",
  "i'm ",
];
const FORMAT_HEAD = /\bjson\b|\bits fields:/i;
// A quoted report is about others, even when it says "your".
const OPENS_QUOTE = /^["“«„]/;

/** Whether the line addresses "you": needles match at the start of a word only. */
function isSecondPerson(lower: string): boolean {
  if (OPENS_QUOTE.test(lower)) return false;
  for (const needle of SECOND_PERSON) {
    const at = lower.indexOf(needle);
    if (at === 0 || (at > 0 && !/[a-z]/.test(lower[at - 1] ?? ""))) return true;
  }
  return false;
}

function containsAny(text: string, needles: readonly string[]): boolean {
  for (const needle of needles) if (text.includes(needle)) return true;
  return false;
}

/**
 * Position after a bullet, number or table bar at the start of a line; -1 when the line is not part
 * of a list.
 */
function afterBullet(line: string): number {
  const c = line[0];
  if (c === "-" || c === "*" || c === "•" || c === ">" || c === "|" || c === "–") {
    // "-2.1 is …" starts with a number, not with a bullet.
    const next = line.charCodeAt(1);
    if (c === "-" && next >= 48 && next <= 57) return -1;
    return 1;
  }
  let i = 0;
  while (i < 3 && line.charCodeAt(i) >= 48 && line.charCodeAt(i) <= 57) i++;
  if (i > 0 && (line[i] === "." || line[i] === ")") && line[i + 1] === " ") return i + 1;
  return -1;
}

/** Lines of all messages with their kinds. The assistant's own earlier turns are memories. */
function readLines(messages: readonly PromptMessage[]): PromptLine[] {
  const lines: PromptLine[] = [];
  for (const message of messages) {
    const system = message.role === "system" || message.role === "developer";
    let section: LineKind | null = null;
    let inSection = 0;
    let blank = false;
    for (const raw of message.content.split("\n")) {
      const text = raw.trim();
      if (text === "") {
        // A blank line ends a headed section, except before a list that it introduces.
        if (section !== "memory") section = null;
        blank = true;
        continue;
      }
      // Memories may have blank lines between them; a paragraph after them is no memory.
      if (blank && section === "memory" && inSection > 0 && afterBullet(text) < 0) section = null;
      blank = false;
      inSection++;
      if (message.role === "assistant") {
        lines.push({ text, kind: "memory" });
        continue;
      }
      const lower = text.toLowerCase();
      const head = text.startsWith("#") || text.endsWith(":");
      if (head) {
        inSection = 0;
        if (FORMAT_HEAD.test(text)) {
          section = "format";
          lines.push({ text, kind: "format" });
          continue;
        }
        section = containsAny(lower, PERSONA_HEADS)
          ? "persona"
          : containsAny(lower, MEMORY_HEADS)
            ? "memory"
            : "seen";
        lines.push({ text, kind: system ? "persona" : "task" });
        continue;
      }
      if (afterBullet(text) >= 0) {
        lines.push({ text, kind: section ?? (system ? "persona" : "seen") });
      } else if (section === "persona" || section === "memory" || section === "format") {
        lines.push({ text, kind: section });
      } else {
        section = null;
        lines.push({
          text,
          kind: system || (isSecondPerson(lower) && !text.endsWith("?")) ? "persona" : "task",
        });
      }
    }
  }
  return lines;
}

const KEY_ENDS = new Set([":", "(", ")", "]", "|", ",", "=", "\t", "}", "–", "—", "→"]);
const WRAPPERS = new Set(['"', "'", "`", "*", "[", "{", "“", "”", " ", "(", "|"]);

function keyFrom(text: string, start: number): { key: string; end: number } {
  let from = start;
  while (from < text.length && WRAPPERS.has(text[from] ?? "")) from++;
  let end = from;
  while (end < text.length && end - from < 80) {
    const c = text[end] ?? "";
    if (
      KEY_ENDS.has(c) ||
      (c === "-" && text[end - 1] === " ") ||
      (c === "." && text[end + 1] === " ")
    )
      break;
    end++;
  }
  let last = end;
  while (last > from && WRAPPERS.has(text[last - 1] ?? "")) last--;
  return { key: text.slice(from, last), end };
}

/**
 * The list lines of the prompt by their key (lower case); the later occurrence of a key wins, being
 * nearer to the question.
 */
function readListItems(lines: readonly PromptLine[]): Map<string, ListItem> {
  const listed = new Map<string, ListItem>();
  for (const { text, kind } of lines) {
    if (kind === "format") continue;
    const start = afterBullet(text);
    let { key, end } = keyFrom(text, Math.max(start, 0));
    if (start < 0 && text[end] !== ":" && text[end] !== "=") continue;
    if (key.toLowerCase() === "id") ({ key, end } = keyFrom(text, end + 1));
    if (key !== "") listed.set(key.toLowerCase(), { key, line: text });
  }
  return listed;
}

/** Everything an answer may depend on, each part parsed at first use. */
export class PromptReading {
  readonly lines: readonly PromptLine[];
  #text: string | undefined;
  #textWithoutFormat: string | undefined;
  #listed: Map<string, ListItem> | undefined;
  readonly #joined = new Map<LineKind, string>();
  readonly #stems = new Map<LineKind, Set<string>>();

  constructor(readonly messages: readonly PromptMessage[]) {
    this.lines = readLines(messages);
  }

  get text(): string {
    return (this.#text ??= this.messages.map((message) => message.content).join("\n"));
  }

  /** The text of the prompt without the lines on the format of the answer. */
  get textWithoutFormat(): string {
    return (this.#textWithoutFormat ??= this.lines
      .filter(({ kind }) => kind !== "format")
      .map(({ text }) => text)
      .join("\n"));
  }

  get listItems(): ReadonlyMap<string, ListItem> {
    return (this.#listed ??= readListItems(this.lines));
  }

  textOf(kind: LineKind): string {
    let joined = this.#joined.get(kind);
    if (joined === undefined) {
      joined = this.lines
        .filter((line) => line.kind === kind)
        .map((line) => line.text)
        .join("\n");
      this.#joined.set(kind, joined);
    }
    return joined;
  }

  stems(kind: LineKind): ReadonlySet<string> {
    let stems = this.#stems.get(kind);
    if (!stems) {
      stems = contentStems(this.textOf(kind));
      this.#stems.set(kind, stems);
    }
    return stems;
  }

  /** The last message of the user: the current question. */
  get question(): string {
    for (let i = this.messages.length - 1; i >= 0; i--) {
      const message = this.messages[i];
      if (
        message &&
        message.role !== "assistant" &&
        message.role !== "system" &&
        message.role !== "developer"
      )
        return message.content;
    }
    return this.messages.at(-1)?.content ?? "";
  }
}
