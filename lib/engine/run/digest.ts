import { createHash } from "node:crypto";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { Commit } from "../base/contract";
import { shouldYield, type Interruptible, runToEnd } from "../base/interruptible";

type Canonical =
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

/**
 * Serialises to canonical JSON: keys in the given order (that of the declarations), no white space,
 * negative zero as 0. Throws RangeError on a number that JSON cannot represent.
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no canonical form.`);
    return value === 0 ? "0" : String(value);
  }
  if (value === null || value === undefined) return "null";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const pairs: string[] = [];
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) pairs.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${pairs.join(",")}}`;
}

/**
 * Whether plain JSON of these values is canonical. Only numbers can differ; lists are not checked
 * and count as not plain.
 */
function isPlain(values: DecisionOutcome["values"]): boolean {
  for (const name in values) {
    const value = values[name];
    const isSimple =
      value === null ||
      typeof value === "string" ||
      typeof value === "boolean" ||
      (typeof value === "number" && Number.isFinite(value));
    if (!isSimple) return false;
  }
  return true;
}

type DigestedCommit = Pick<
  Commit,
  "version" | "step" | "stopped" | "rejected" | "rows" | "memories" | "measures"
>;

/** SHA-256 (hex) of everything a commit decided and changed, and of the previous digest. */
export const digestCommit = (
  previous: string | null,
  outcomes: readonly DecisionOutcome[],
  commit: DigestedCommit,
): string => runToEnd(digestInterruptibly(previous, outcomes, commit));

/** Like `digestCommit`, interruptibly. */
export function* digestInterruptibly(
  previous: string | null,
  outcomes: readonly DecisionOutcome[],
  commit: DigestedCommit,
): Interruptible<string> {
  const hash = createHash("sha256");
  let lines = "";
  let count = 0;
  for (const line of digestLines(previous, outcomes, commit)) {
    lines += `${line}\n`;
    // Hashes in batches: one call per line would take longer than the hash itself.
    if (!shouldYield((count += 1))) continue;
    hash.update(lines);
    lines = "";
    yield;
  }
  return hash.update(lines).digest("hex");
}

function* digestLines(
  previous: string | null,
  outcomes: readonly DecisionOutcome[],
  commit: DigestedCommit,
): Generator<string> {
  yield canonicalJson([
    previous,
    commit.version,
    commit.step.round,
    commit.step.key,
    commit.stopped,
  ]);
  for (const { seq, action, values } of outcomes)
    yield isPlain(values)
      ? JSON.stringify(["decision", seq, action, values])
      : canonicalJson(["decision", seq, action, values]);
  for (const { seq, reason } of commit.rejected) yield canonicalJson(["rejected", seq, reason]);
  // Stored values were checked and have declared key order, so plain JSON is canonical.
  for (const { table, ordinal, data } of commit.rows)
    yield JSON.stringify(["row", table, ordinal, data]);
  for (const { agent, seq, kind, text, importance, cites = [] } of commit.memories)
    yield JSON.stringify(["memory", agent, seq, kind, text, importance, ...cites]);
  for (const { name, value, problem } of commit.measures)
    yield canonicalJson(["measure", name, value, problem]);
}
