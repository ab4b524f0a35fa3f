import { z } from "zod";
import { nearest } from "../text/nearest";
import { describeValue, formatAlternatives, quote } from "../text/format-value";
import { EFFECT_KEYS, effect } from "./effect";
import { PHASE_KEYS, phase } from "./phase";
import { toJsonPointer, type ScenarioProblem } from "./problem";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A problem with the kind of mistake, until duplicates are merged. */
type Finding = ScenarioProblem & { readonly kind?: "missing" | "unknownKey" };

/**
 * Known only from the raw issue: the keys an object allows, and those that discriminate a union.
 */
type IssueDetail = { readonly allowed?: readonly string[]; readonly keys?: readonly string[] };

/**
 * Keeps these details until zod has finished its issues: the message of an issue becomes an index
 * into `details`. Schemas with custom messages, such as patterns of names, keep those.
 */
export function recordIssueDetails(): {
  error: z.core.$ZodErrorMap;
  detail: (issue: Issue) => IssueDetail;
} {
  const details: IssueDetail[] = [];
  const effectUnion = effect instanceof z.ZodLazy ? effect._zod.innerType : effect;
  const describe = (raw: z.core.$ZodRawIssue): IssueDetail => {
    if (raw.code === "unrecognized_keys" && raw.inst instanceof z.ZodObject)
      return { allowed: Object.keys(raw.inst.shape) };
    if (raw.code === "invalid_union" && raw.inst === phase) return { keys: PHASE_KEYS };
    if (raw.code === "invalid_union" && raw.inst === effectUnion) return { keys: EFFECT_KEYS };
    return {};
  };
  return {
    error: (raw) => `#${details.push(describe(raw)) - 1}`,
    detail: (issue) => details[Number(issue.message.slice(1))] ?? {},
  };
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const TYPE_NAMES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
  null: "null",
};

/**
 * Turns the zod issues of a document into problems an author can act on: one per mistake, for the
 * branch of a union that was most likely meant.
 */
export function toScenarioProblems(
  issues: readonly Issue[],
  root: unknown,
  detail: (issue: Issue) => IssueDetail,
): ScenarioProblem[] {
  const flattened = issues.flatMap((issue) => flatten(issue, []));
  return mergeMisspelledKeys(flattened);

  function flatten(issue: Issue, base: Path): Finding[] {
    const path = [...base, ...issue.path];
    const value = valueAt(root, path);
    const pointer = toJsonPointer(path);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownKey(path, key, detail(issue).allowed ?? []));
    if (issue.code === "invalid_union") return flattenUnion(issue, path, value);
    if (value === undefined && path.length > 0 && issue.code !== "invalid_key")
      return [missing(path)];
    return [{ pointer, message: issueMessage(issue, value) }];
  }

  function missing(path: Path, among = ""): Finding {
    return {
      kind: "missing",
      pointer: toJsonPointer(path),
      message: `${quote(String(path.at(-1)))} is missing${among}`,
    };
  }

  function unknownKey(path: Path, key: string, allowed: readonly string[]): Finding {
    const present = valueAt(root, path);
    const free = allowed.filter((candidate) => !(isObject(present) && candidate in present));
    const suggestion = nearest(key, free);
    const known =
      allowed.length > 0 && allowed.length <= 12 ? `; valid keys: ${allowed.join(", ")}` : "";
    const message = `unknown key ${quote(key)}${suggestion === undefined ? known : ""}`;
    return {
      kind: "unknownKey",
      pointer: toJsonPointer([...path, key]),
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }

  function flattenUnion(
    issue: Extract<Issue, { code: "invalid_union" }>,
    path: Path,
    value: unknown,
  ): Finding[] {
    if (issue.errors.length === 0) return [unknownType(issue, path, value)];
    if (value === undefined) return [missing(path)];
    const keys = detail(issue).keys;
    if (keys !== undefined && isObject(value)) {
      const present = Object.keys(value);
      const named = present.some((key) => keys.includes(key) || nearest(key, keys) !== undefined);
      if (!named)
        return [
          {
            pointer: toJsonPointer(path),
            message: `needs one of the keys ${formatAlternatives(keys)}`,
          },
        ];
    }
    const ranked = issue.errors
      .map((branch) => ({ branch, branchCost: branchCost(branch, path) }))
      .sort((left, right) => left.branchCost - right.branchCost);
    const best = ranked[0];
    if (best === undefined) return [{ pointer: toJsonPointer(path), message: "is not valid here" }];
    if (best.branchCost >= WRONG_TYPE_COST)
      return [
        {
          pointer: toJsonPointer(path),
          message: wrongTypeMessage(expectedTypes(issue.errors), value),
        },
      ];
    return best.branch.flatMap((inner) => flatten(inner, path));
  }

  function unknownType(
    issue: Extract<Issue, { code: "invalid_union" }>,
    path: Path,
    value: unknown,
  ): Finding {
    const known: unknown = Reflect.get(issue, "options");
    const options = Array.isArray(known) ? known.map(String) : [];
    const among = `; expected ${formatAlternatives(options.map(quote))}`;
    const parent = valueAt(root, path.slice(0, -1));
    if (issue.discriminator !== undefined && path.at(-1) !== issue.discriminator) {
      return { pointer: toJsonPointer(path), message: wrongTypeMessage(["an object"], value) };
    }
    if (value === undefined) {
      const meant = isObject(parent)
        ? Object.keys(parent).find((key) => nearest(key, [String(path.at(-1))]) !== undefined)
        : undefined;
      return meant === undefined
        ? missing(path, among)
        : unknownKey(path.slice(0, -1), meant, [String(path.at(-1))]);
    }
    const suggestion = typeof value === "string" ? nearest(value, options) : undefined;
    return {
      pointer: toJsonPointer(path),
      message: `${describeValue(value)} is not valid here${among}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }

  /**
   * Distance of a branch from the value: its type first, then its keys (a misspelled one counts
   * half an unknown one), then its contents.
   */
  function branchCost(branch: readonly Issue[], base: Path): number {
    const here = valueAt(root, base);
    const written = isObject(here) ? Object.keys(here) : [];
    const misspelled = new Set<string>();
    let keys = 0;
    let inside = 0;
    for (const issue of branch) {
      if (issue.path.length > 0 || issue.code !== "unrecognized_keys") continue;
      const free = (detail(issue).allowed ?? []).filter((key) => !written.includes(key));
      for (const key of issue.keys) {
        const meant = nearest(key, free);
        if (meant !== undefined) misspelled.add(meant);
        keys += meant === undefined ? 1 : 0.5;
      }
    }
    for (const issue of branch) {
      const [first] = issue.path;
      if (issue.path.length === 0 && issue.code === "invalid_type") return WRONG_TYPE_COST;
      if (issue.path.length === 0 && issue.code === "unrecognized_keys") continue;
      if (issue.path.length === 0 && issue.code === "invalid_union" && issue.errors.length > 0) {
        const least = Math.min(...issue.errors.map((inner) => branchCost(inner, base)));
        if (least >= WRONG_TYPE_COST) return WRONG_TYPE_COST;
        inside += least;
      } else if (issue.path.length === 1 && valueAt(root, [...base, ...issue.path]) === undefined) {
        if (!misspelled.has(String(first))) keys += 1;
        if (issue.code === "invalid_union" && issue.errors.length === 0) keys += written.length;
      } else inside += 1;
    }
    return keys * 10 + Math.min(inside, 9);
  }
}

const WRONG_TYPE_COST = 100_000;

const wrongTypeMessage = (expected: readonly string[], value: unknown): string =>
  `expected ${formatAlternatives(expected)}, got ${describeValue(value)}`;

function expectedTypes(branches: readonly (readonly Issue[])[]): string[] {
  const kinds = new Set<string>();
  for (const branch of branches) {
    for (const issue of branch) {
      if (issue.path.length > 0) continue;
      if (issue.code === "invalid_type") kinds.add(TYPE_NAMES[issue.expected] ?? issue.expected);
      if (issue.code === "invalid_union")
        for (const kind of expectedTypes(issue.errors)) kinds.add(kind);
      if (issue.code === "invalid_value")
        for (const option of issue.values) kinds.add(quote(String(option)));
      if (issue.code === "invalid_union" && issue.errors.length === 0) kinds.add("an object");
    }
  }
  return [...kinds];
}

const pluralize = (count: number | bigint, what: string): string =>
  `${count} ${what}${Number(count) === 1 ? "" : "s"}`;

function issueMessage(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return wrongTypeMessage([TYPE_NAMES[issue.expected] ?? issue.expected], value);
    case "invalid_value":
      return (
        `expected ${formatAlternatives(issue.values.map((option) => quote(String(option))))}, ` +
        `got ${describeValue(value)}`
      );
    case "too_small":
      if (issue.origin === "string")
        return value === ""
          ? "must not be empty"
          : `needs at least ${pluralize(issue.minimum, "character")}`;
      if (issue.origin === "array") return `needs at least ${pluralize(issue.minimum, "item")}`;
      return `must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string")
        return `must not be longer than ${pluralize(issue.maximum, "character")}`;
      if (issue.origin === "array")
        return `must not have more than ${pluralize(issue.maximum, "item")}`;
      return `must be ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}`;
    case "custom":
      return issue.message;
    case "invalid_key":
      return `invalid name: ${keyMessage(issue.issues)}`;
    case "invalid_format":
      return `${describeValue(value)} is not valid here: ${issue.message}`;
    default:
      return `${describeValue(value)} is not valid here`;
  }
}

function keyMessage(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "choose another";
  return first.code === "too_big"
    ? `use at most ${pluralize(first.maximum, "character")}`
    : first.message;
}

/** A misspelled key is also a missing one: report that single mistake once. */
function mergeMisspelledKeys(findings: readonly Finding[]): ScenarioProblem[] {
  const meant = new Set(
    findings.flatMap(({ kind, pointer, suggestion }) =>
      kind === "unknownKey" && suggestion !== undefined
        ? [`${pointer.slice(0, pointer.lastIndexOf("/"))}/${suggestion}`]
        : [],
    ),
  );
  return findings
    .filter(({ kind, pointer }) => !(kind === "missing" && meant.has(pointer)))
    .map(({ pointer, message, suggestion }) => ({
      pointer,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    }));
}
