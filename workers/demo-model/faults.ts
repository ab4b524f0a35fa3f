import { unit, hashText, mix, type Draws } from "./hash";
import type { SchemaNode } from "./json-schema";
import { DRAWN_INVALID_KINDS, type INVALID_KINDS, type Settings } from "./settings";
import { clip } from "./text";

export const FAULTS = [
  "429",
  "500",
  "timeout",
  "html",
  "reset",
  "truncated",
  "invalid",
  "drip",
  "empty",
  "refusal",
] as const;
export type Fault = (typeof FAULTS)[number];

const RATES: Record<Fault, (settings: Settings) => number> = {
  "429": (settings) => settings.rate429,
  "500": (settings) => settings.rate500,
  timeout: (settings) => settings.rateTimeout,
  html: (settings) => settings.rateHtml,
  reset: (settings) => settings.rateReset,
  truncated: (settings) => settings.rateTruncated,
  invalid: (settings) => settings.rateInvalid,
  drip: (settings) => settings.rateDrip,
  empty: (settings) => settings.rateEmpty,
  refusal: (settings) => settings.rateRefusal,
};

/**
 * Returns the fault of this attempt at this request, or null: one draw of (fault seed, request,
 * attempt) against the cumulated rates.
 */
export function drawFault(settings: Settings, request: number, attempt: number): Fault | null {
  let left = unit(mix(mix(request, settings.seed), attempt + 1));
  for (const fault of FAULTS) {
    left -= RATES[fault](settings);
    if (left < 0) return fault;
  }
  return null;
}

export const REFUSAL = "I'm sorry, but I can't help with that request.";
export const HTML =
  "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 " +
  "Bad Gateway</h1></center></body></html>\n";

/** Returns a reply that ran out of tokens: cut in the middle, so that it is no valid JSON. */
export function truncate(content: string): string {
  return clip(content, Math.max(1, Math.floor(content.length * 0.6)));
}

/**
 * Corrupts an answer: it no longer parses or violates the schema. Kinds that do not apply to the
 * schema become prose.
 */
export function corruptAnswer(
  content: string,
  {
    schema,
    settings,
    draws,
  }: {
    readonly schema: SchemaNode | null;
    readonly settings: Settings;
    readonly draws: Draws;
  },
): string {
  const kind = settings.invalidKind ?? draws.pick("invalid", DRAWN_INVALID_KINDS);
  const prose = `Well, let me think about this. ${content.replace(/[{}[\]"]/g, "")}`;
  if (schema === null || kind === "prose") return prose;
  if (kind === "fenced") return `Sure! Here is my answer:\n\`\`\`json\n${content}\n`;
  const spoiled = corruptValue(JSON.parse(content), schema, kind);
  return spoiled === undefined ? prose : JSON.stringify(spoiled);
}

/** Returns the value with its first suitable part corrupted; undefined when no part is suitable. */
function corruptValue(
  value: unknown,
  node: SchemaNode,
  kind: (typeof INVALID_KINDS)[number],
): unknown {
  switch (node.kind) {
    case "object":
      return corruptObject(value, node, kind);
    case "list": {
      if (!Array.isArray(value)) return undefined;
      for (const [index, item] of value.entries()) {
        const broken = corruptValue(item, node.items, kind);
        if (broken !== undefined) return value.with(index, broken);
      }
      return undefined;
    }
    case "number":
      if (kind === "range" && node.maximum !== null)
        return node.maximum + Math.max(1, Math.abs(node.maximum));
      if (kind === "range" && node.minimum !== null)
        return node.minimum - Math.max(1, Math.abs(node.minimum));
      return kind === "type" ? "a lot" : undefined;
    case "enum":
      if (node.values.length === 1) return undefined;
      return kind === "option" || kind === "type"
        ? `none of these (${hashText(JSON.stringify(node.values))})`
        : undefined;
    case "boolean":
      return kind === "type" ? "maybe" : undefined;
    case "text":
      return kind === "type" ? { text: value } : undefined;
    // With several branches a corrupted value of one may be a valid value of another.
    case "choice":
    case "reference":
      return undefined;
  }
}

function corruptObject(
  value: unknown,
  node: SchemaNode & { kind: "object" },
  kind: (typeof INVALID_KINDS)[number],
): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  if (kind === "missing") {
    const first = node.properties.find((property) => property.required);
    return first ? Object.fromEntries(entries.filter(([name]) => name !== first.name)) : undefined;
  }
  for (const property of node.properties) {
    const entry = entries.find(([name]) => name === property.name);
    if (!entry) continue;
    const broken = corruptValue(entry[1], property.node, kind);
    if (broken !== undefined)
      return Object.fromEntries(
        entries.map(([name, old]) => [name, name === property.name ? broken : old]),
      );
  }
  return undefined;
}
