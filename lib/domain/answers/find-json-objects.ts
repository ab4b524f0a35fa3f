import { afterReasoning, stripReasoning } from "./reasoning";

/**
 * The JSON objects of a completion: bare, in a code fence, after reasoning, or within prose. Text
 * outside of objects is skipped. Two unambiguous syntax errors are repaired: raw line breaks and
 * tabs in strings, and trailing commas. Anything else that is not JSON is not an answer.
 */
export type FoundJsonObjects = {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  /** Whether the text ends inside an object or inside the reasoning. */
  readonly truncated: boolean;
};

/** Opening braces tried per text: bounds the time spent on garbage. */
const MAX_STARTS = 50;

export function findJsonObjects(raw: string): FoundJsonObjects {
  const bare = parseBareObject(raw);
  if (bare !== undefined) return { objects: [bare], truncated: false };
  const { answer, isCutOff } = stripReasoning(raw);
  if (isCutOff) return { objects: [], truncated: true };
  const text = afterReasoning(answer);

  const objects: Readonly<Record<string, unknown>>[] = [];
  let at = text.indexOf("{");
  for (let starts = 0; at >= 0 && starts < MAX_STARTS; starts += 1) {
    const end = findClosingBrace(text, at);
    if (end === undefined && /^\{\s*"/.test(text.slice(at, at + 200)))
      return { objects, truncated: true };
    const object = end === undefined ? undefined : parseObjectLeniently(text.slice(at, end + 1));
    if (object !== undefined) objects.push(object);
    at = text.indexOf("{", end === undefined ? at + 1 : end + 1);
  }
  // A lone brace at the very end is an object cut off at once.
  return { objects, truncated: objects.length === 0 && /\{\s*$/.test(text) };
}

/** Fast path: most completions are one object and nothing else. */
function parseBareObject(raw: string): Readonly<Record<string, unknown>> | undefined {
  return raw.startsWith("{") && raw.endsWith("}") ? parseObject(raw) : undefined;
}

/** Index of the brace that closes the one at `start`, skipping strings. */
function findClosingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i += 1) {
    const c = text[i];
    if (inString) {
      if (c === "\\") i += 1;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === "{") depth += 1;
    else if (c === "}" && --depth === 0) return i;
  }
  return undefined;
}

const parseObjectLeniently = (text: string): Readonly<Record<string, unknown>> | undefined =>
  parseObject(text) ?? parseObject(repairJson(text));

/** Returns undefined if the text is not a JSON object. */
function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function repairJson(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[^])*"|,(?=\s*[}\]])/g, (match) =>
    match === ","
      ? ""
      : match.replace(
          /[\u0000-\u001f]/g,
          (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
  );
}
