import type { Value } from "@/lib/domain/scenario";
import type { Computed, Names, Scope } from "../expressions/contract";
import type { Row, WorldReader } from "../row";
import { BOOLEAN, fieldsOf, listOf, NUMBER, nullableOf, rowOf, type Schema, TEXT } from "../types";
import type { MayRead } from "./contract";

/** A small world for tests of templates: two voters, a timeline of posts. */
export const SCHEMA: Schema = {
  tables: {
    Voter: {
      kind: "agents",
      fields: {
        id: TEXT,
        name: TEXT,
        age: NUMBER,
        party: { kind: "text", options: ["left", "right"] },
        opinion: NUMBER,
        secret: TEXT,
        friend: rowOf("Voter", true),
        tags: listOf(TEXT),
      },
    },
    Post: {
      kind: "table",
      fields: { id: TEXT, author: rowOf("Voter", true), text: TEXT, likes: NUMBER },
    },
    world: { kind: "world", fields: { id: TEXT, price: NUMBER } },
  },
};

const VISIBILITY: Readonly<Record<string, string>> = { opinion: "self", secret: "nobody" };

export const mayRead: MayRead = (table, attribute, rowId, viewer) => {
  const visible = table === "Voter" ? (VISIBILITY[attribute] ?? "public") : "public";
  if (viewer === undefined || visible === "public") return true;
  return visible === "self" && viewer.table === table && viewer.id === rowId;
};

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  Voter: [
    {
      id: "Voter-1",
      name: "Anna",
      age: 45,
      party: "left",
      opinion: 1.25,
      secret: "s1",
      friend: "Voter-2",
      tags: ["calm", "kind", "old"],
    },
    {
      id: "Voter-2",
      name: "Ben",
      age: 30,
      party: "right",
      opinion: -2,
      secret: "s2",
      friend: null,
      tags: [],
    },
  ],
  Post: [
    { id: "Post-1", author: "Voter-2", text: "No new taxes!", likes: 3 },
    { id: "Post-2", author: "Voter-1", text: "Think of the climate", likes: 12 },
    { id: "Post-3", author: null, text: "", likes: 0 },
  ],
  world: [{ id: "world-1", price: 10.5 }],
};

const none = (): never => {
  throw new Error("not part of this world");
};

export const world: WorldReader = {
  rows: (table) => ROWS[table] ?? [],
  get: (table, id) => ROWS[table]?.find((row) => row.id === id),
  lookup: (table, attribute, value: Value) =>
    (ROWS[table] ?? []).filter((row) => row[attribute] === value),
  neighbours: none,
  modelGroup: none,
  linked: none,
  degree: none,
  distance: none,
};

export const NAMES: Names = {
  self: rowOf("Voter"),
  world: rowOf("world"),
  round: NUMBER,
  param: fieldsOf({ topic: TEXT, limit: NUMBER, open: BOOLEAN }),
  arg: fieldsOf({ whom: rowOf("Voter", true), why: nullableOf(TEXT), scores: listOf(NUMBER) }),
  view: fieldsOf({ timeline: listOf(rowOf("Post")), nobody: listOf(rowOf("Post")) }),
};

const first = (rows: readonly Row[]): Row => rows[0] ?? none();

export const VARS: { readonly [name: string]: Computed } = {
  self: first(world.rows("Voter")),
  world: first(world.rows("world")),
  round: 3,
  param: { topic: "a carbon tax", limit: 2, open: true },
  arg: { whom: "Voter-2", why: null, scores: [3, 1.5, 2, 1.5] },
  view: { timeline: world.rows("Post"), nobody: [] },
};

export const scopeOf = (vars: Scope["vars"] = VARS, steps = 1_000_000): Scope => ({
  vars,
  world,
  draws: { uniform: none },
  budget: { steps },
});

export const VIEWER = { table: "Voter", id: "Voter-1" };
