import { ANY, BOOLEAN, listOf, NUMBER, TEXT, type Type } from "../../base/types";
import { BoundsError, charge, MAX_TEXT } from "../errors";
import { compilePattern, type Pattern, PatternError } from "../pattern";
import { similarity } from "../similarity";
import { boundedJoin, boundedList, toText } from "../values";
import {
  asList,
  asNumber,
  asText,
  type Context,
  type FunctionDoc,
  type FunctionEntry,
  defineValueFunction,
} from "./entry";

const GROUP = { group: "text" } as const;
const text = { name: "text", type: TEXT } as const;

/** Defines a function of texts that charges steps in proportion to the length of the first. */
function defineTextFunction(
  name: string,
  {
    params,
    result,
    doc,
    example,
    evaluate,
  }: {
    readonly params: readonly string[];
    readonly result: Type;
    readonly doc: string;
    readonly example: string;
    readonly evaluate: (values: readonly string[]) => string | number | boolean;
  },
): FunctionEntry {
  const signature = params.length === 0 ? `${name}(text)` : `text.${name}(${params.join(", ")})`;
  return defineValueFunction({
    ...GROUP,
    name,
    signature,
    doc,
    example,
    result,
    params: [text, ...params.map((param) => ({ name: param, type: TEXT }))],
    evaluate: (values, { scope, source }) => {
      const texts = values.map(asText);
      charge(scope, (texts[0]?.length ?? 0) >> 4, source);
      return evaluate(texts);
    },
  });
}

const defineLower = (name: string): FunctionEntry =>
  defineTextFunction(name, {
    params: [],
    result: TEXT,
    doc: "The text in small letters.",
    example: `${name}(self.name)`,
    evaluate: ([value = ""]) => value.toLowerCase(),
  });
const defineUpper = (name: string): FunctionEntry =>
  defineTextFunction(name, {
    params: [],
    result: TEXT,
    doc: "The text in capital letters.",
    example: `${name}(self.name)`,
    evaluate: ([value = ""]) => value.toUpperCase(),
  });

const describeAsText = (name: string): FunctionDoc => ({
  ...GROUP,
  name,
  signature: `${name}(x)`,
  doc: "Any value as a text: numbers in their shortest form, rows as their id, lists with commas.",
  example: `${name}(self.age) + ' years'`,
});
const defineAsText = (name: string): FunctionEntry =>
  defineValueFunction({
    ...describeAsText(name),
    params: [{ name: "value", type: ANY }],
    result: TEXT,
    evaluate: ([value], { scope, source }) => {
      charge(scope, asList(value).length, source);
      return toText(value ?? null, source);
    },
  });

/** The maximum length of a text that a pattern is matched against. */
const MAX_MATCHED = 20_000;

/** A cache of compiled patterns by source; the sources are few, nearly always literals. */
const patterns = new Map<string, Pattern>();

function getPattern(source: string, { fail }: Context): Pattern {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  try {
    const pattern = compilePattern(source);
    if (patterns.size > 200) patterns.clear();
    patterns.set(source, pattern);
    return pattern;
  } catch (error) {
    if (error instanceof PatternError) return fail(`The pattern cannot be used: ${error.message}`);
    throw error;
  }
}

const matches = defineValueFunction({
  ...GROUP,
  name: "matches",
  signature: "text.matches(pattern)",
  doc:
    "Whether the pattern, a regular expression, occurs in the text. Begin it with `^` and end " +
    "it with `$` for the whole text, with `(?i)` to ignore case.",
  example: "arg.text.matches('(?i)tax(es)?')",
  params: [text, { name: "pattern", type: TEXT }],
  result: (_args, call, elaborator) => {
    const node = call.args[1];
    if (node?.kind !== "literal" || typeof node.value !== "string") return BOOLEAN;
    try {
      compilePattern(node.value);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      elaborator.problem(node, `The pattern cannot be used: ${error.message}`);
    }
    return BOOLEAN;
  },
  evaluate: ([value, pattern], context) => {
    const within = asText(value);
    if (within.length > MAX_MATCHED)
      return context.fail(`\`matches\` looks at texts of at most ${MAX_MATCHED} characters.`);
    const compiled = getPattern(asText(pattern), context);
    charge(context.scope, (within.length * compiled.size) >> 3, context.source);
    return compiled.test(within);
  },
});

const replace = defineValueFunction({
  ...GROUP,
  name: "replace",
  signature: "text.replace(old, new)",
  doc: "The text with every `old` replaced by `new`.",
  example: "arg.text.replace('&', 'and')",
  params: [text, { name: "old text", type: TEXT }, { name: "new text", type: TEXT }],
  result: TEXT,
  evaluate: ([value, old, fresh], { scope, source }) => {
    const pieces = asText(value).split(asText(old));
    charge(scope, pieces.length + (asText(value).length >> 4), source);
    return boundedJoin(pieces, asText(fresh), source);
  },
});

const split = defineValueFunction({
  ...GROUP,
  name: "split",
  signature: "text.split(separator)",
  doc: "The pieces of the text between the separators, as a list.",
  example: "arg.text.split(' ')",
  params: [text, { name: "separator", type: TEXT }],
  result: listOf(TEXT),
  evaluate: ([value, separator], { scope, source }) => {
    const whole = asText(value);
    if (whole.length > MAX_TEXT) throw new BoundsError(source, "it split too long a text");
    const pieces = boundedList(
      separator === "" ? [...whole] : whole.split(asText(separator)),
      source,
    );
    charge(scope, pieces.length, source);
    return pieces;
  },
});

const joined = defineValueFunction({
  ...GROUP,
  name: "join",
  signature: "list.join(separator)",
  doc: "The elements as one text, with the separator between them (nothing unless given).",
  example: "Voter.map(v, v.party).join(', ')",
  params: [
    { name: "list", type: listOf(ANY) },
    { name: "separator", type: TEXT, optional: true },
  ],
  result: TEXT,
  evaluate: ([list, separator], { scope, source }) => {
    const values = asList(list);
    charge(scope, values.length, source);
    return boundedJoin(
      values.map((value) => toText(value, source)),
      asText(separator),
      source,
    );
  },
});

const similar = defineValueFunction({
  ...GROUP,
  name: "similar",
  signature: "similar(a, b)",
  doc:
    "How much two texts share their words, from 0 (none) to 1 (the same words equally often): " +
    "the cosine between their word counts, in small letters, without punctuation.",
  example: "similar(post.text, self.interests)",
  params: [
    { name: "first text", type: TEXT },
    { name: "second text", type: TEXT },
  ],
  result: NUMBER,
  evaluate: ([a, b], { scope, source }) => {
    charge(scope, (asText(a).length + asText(b).length) >> 2, source);
    return similarity(asText(a), asText(b));
  },
});

const substring = defineValueFunction({
  ...GROUP,
  name: "substring",
  signature: "text.substring(from)\ntext.substring(from, to)",
  doc: "The characters from one place up to, not including, another; places count from 0.",
  example: "arg.text.substring(0, 80)",
  params: [
    text,
    { name: "first place", type: NUMBER },
    { name: "last place", type: NUMBER, optional: true },
  ],
  result: TEXT,
  evaluate: ([value, from, to], { scope, source }) => {
    charge(scope, asText(value).length >> 4, source);
    return [...asText(value)]
      .slice(Math.max(0, asNumber(from)), to === undefined ? undefined : Math.max(0, asNumber(to)))
      .join("");
  },
});

export const TEXTS: readonly FunctionEntry[] = [
  defineAsText("text"),
  defineAsText("string"),
  defineLower("lower"),
  defineLower("lowerAscii"),
  defineUpper("upper"),
  defineUpper("upperAscii"),
  defineTextFunction("trim", {
    params: [],
    result: TEXT,
    doc: "The text without blanks at its ends.",
    example: "trim(arg.text)",
    evaluate: ([value = ""]) => value.trim(),
  }),
  defineTextFunction("contains", {
    params: ["part"],
    result: BOOLEAN,
    doc: "Whether the text contains the part.",
    example: "arg.text.contains('tax')",
    evaluate: ([value = "", part = ""]) => value.includes(part),
  }),
  defineTextFunction("startsWith", {
    params: ["part"],
    result: BOOLEAN,
    doc: "Whether the text begins with the part.",
    example: "arg.text.startsWith('I ')",
    evaluate: ([value = "", part = ""]) => value.startsWith(part),
  }),
  defineTextFunction("endsWith", {
    params: ["part"],
    result: BOOLEAN,
    doc: "Whether the text ends with the part.",
    example: "arg.text.endsWith('?')",
    evaluate: ([value = "", part = ""]) => value.endsWith(part),
  }),
  matches,
  replace,
  split,
  joined,
  substring,
  similar,
];
