import { createHash } from "node:crypto";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { Commit } from "./contract";

type Canonical = number | string | boolean | null | undefined | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * JSON that is the same on every machine: keys in the order given (that of the declarations), no white space, negative
 * zero as 0. Throws RangeError on a number that JSON cannot hold.
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
  for (const [key, item] of Object.entries(value)) if (item !== undefined) pairs.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${pairs.join(",")}}`;
}

/** SHA-256 (hex) of everything a commit decided and changed, and of the digest before it. */
export function digestOf(previous: string | null, outcomes: readonly DecisionOutcome[], commit: Pick<Commit, "version" | "step" | "stopped" | "rejected" | "rows" | "memories" | "measures">): string {
  const hash = createHash("sha256");
  const add = (part: Canonical) => hash.update(canonicalJson(part)).update("\n");
  add([previous, commit.version, commit.step.round, commit.step.key, commit.stopped]);
  for (const { seq, action, values } of outcomes) add(["decision", seq, action, values]);
  for (const { seq, reason } of commit.rejected) add(["rejected", seq, reason]);
  // What the world stores was checked when it was stored, and its keys are in declared order: plain JSON is canonical.
  for (const { table, ordinal, data } of commit.rows) hash.update(JSON.stringify(["row", table, ordinal, data])).update("\n");
  for (const { agent, seq, kind, text, importance, cites = [] } of commit.memories) hash.update(JSON.stringify(["memory", agent, seq, kind, text, importance, ...cites])).update("\n");
  for (const { name, value, problem } of commit.measures) add(["measure", name, value, problem]);
  return hash.digest("hex");
}
