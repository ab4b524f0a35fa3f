import type { Value } from "@/lib/domain/scenario";
import type { Draws, Row, WorldReader } from "../row";
import { BOOLEAN, listOf, NUMBER, type Schema, TEXT, type Type } from "../types";
import type { Computed, Scope } from "./contract";

/** Test support: a small world in memory that counts how often its rows are handed out. */
export class TestWorld implements WorldReader {
  /** Rows handed out by scans and by look-ups. */
  scanned = 0;
  lookedUp = 0;

  constructor(
    readonly tables: Readonly<Record<string, readonly Row[]>>,
    private readonly networks: Readonly<Record<string, { readonly directed?: boolean }>> = {},
  ) {}

  rows(table: string): readonly Row[] {
    const rows = this.tables[table] ?? [];
    this.scanned += rows.length;
    return rows;
  }

  get(table: string, id: string): Row | undefined {
    return this.tables[table]?.find((row) => row.id === id);
  }

  lookup(table: string, attribute: string, value: Value): readonly Row[] {
    const found = (this.tables[table] ?? []).filter((row) => row[attribute] === value);
    this.lookedUp += found.length;
    return found;
  }

  modelGroup(agent: string): string {
    return Number(agent.split("-")[1]) % 2 === 0 ? "even" : "odd";
  }

  neighbours(network: string, id: string): readonly Row[] {
    const directed = this.networks[network]?.directed === true;
    const ids = new Set<Value | undefined>();
    for (const tie of this.tables[network] ?? []) {
      if (tie.source === id) ids.add(tie.target);
      if (!directed && tie.target === id) ids.add(tie.source);
    }
    return Object.values(this.tables)
      .flat()
      .filter((row) => ids.has(row.id));
  }

  linked(network: string, from: string, to: string): boolean {
    return this.neighbours(network, from).some((row) => row.id === to);
  }

  degree(network: string, id: string): number {
    return this.neighbours(network, id).length;
  }

  distance(network: string, from: string, to: string, limit: number): number | null {
    let reached = new Set([from]);
    for (let ties = 0; ties <= limit; ties += 1) {
      if (reached.has(to)) return ties;
      reached = new Set([
        ...reached,
        ...[...reached].flatMap((id) => this.neighbours(network, id).map((row) => row.id)),
      ]);
    }
    return null;
  }
}

/** Draws that are a plain hash of seed, name and index, and remember what was asked. */
export class TestDraws implements Draws {
  readonly asked: string[] = [];

  constructor(private readonly seed = 1) {}

  uniform(name: string, index: number): number {
    this.asked.push(`${name}#${index}`);
    let hash = 2166136261 ^ this.seed;
    for (const character of `${name}#${index}`)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489917);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  }
}

const voter: Readonly<Record<string, Type>> = {
  id: TEXT,
  age: NUMBER,
  opinion: NUMBER,
  name: TEXT,
  active: BOOLEAN,
  tags: listOf(TEXT),
  party: { kind: "text", options: ["left", "right", "centre"] },
  partner: { kind: "row", table: "Voter", nullable: true },
};

export const SCHEMA: Schema = {
  tables: {
    Voter: { kind: "agents", fields: voter },
    Post: {
      kind: "table",
      fields: {
        id: TEXT,
        author: { kind: "row", table: "Voter", nullable: true },
        text: TEXT,
        round: NUMBER,
      },
    },
    Friends: {
      kind: "network",
      directed: false,
      between: ["Voter", "Voter"],
      fields: {
        id: TEXT,
        source: { kind: "row", table: "Voter" },
        target: { kind: "row", table: "Voter" },
      },
    },
    Follows: {
      kind: "network",
      directed: true,
      between: ["Voter", "Voter"],
      fields: {
        id: TEXT,
        source: { kind: "row", table: "Voter" },
        target: { kind: "row", table: "Voter" },
      },
    },
    world: { kind: "world", fields: { id: TEXT, price: NUMBER } },
  },
};

const voterRow = (ordinal: number, cells: Readonly<Record<string, Value>>): Row => ({
  age: 30 + ordinal,
  opinion: ordinal - 3,
  name: `Name ${ordinal}`,
  active: ordinal % 2 === 0,
  tags: ["a", "b"],
  party: ordinal < 3 ? "left" : "right",
  partner: null,
  ...cells,
  id: `Voter-${ordinal}`,
});

export function sampleWorld(): TestWorld {
  const tie = (network: string, ordinal: number, source: number, target: number): Row => ({
    id: `${network}-${ordinal}`,
    source: `Voter-${source}`,
    target: `Voter-${target}`,
  });
  const post = (ordinal: number, author: number | null, round: number, text: string): Row => ({
    id: `Post-${ordinal}`,
    author: author === null ? null : `Voter-${author}`,
    round,
    text,
  });
  return new TestWorld(
    {
      Voter: [1, 2, 3, 4, 5].map((ordinal) =>
        voterRow(
          ordinal,
          ordinal === 1 ? { partner: "Voter-2" } : ordinal === 5 ? { partner: "Voter-99" } : {},
        ),
      ),
      Post: [
        post(1, 2, 1, "Tax carbon now"),
        post(2, 3, 1, "No new tax"),
        post(3, 2, 2, "I say it again"),
        post(4, null, 2, "Anonymous"),
        post(5, 1, 2, "Mine"),
      ],
      Friends: [tie("Friends", 1, 1, 2), tie("Friends", 2, 3, 1), tie("Friends", 3, 3, 4)],
      Follows: [tie("Follows", 1, 1, 2), tie("Follows", 2, 3, 1)],
      world: [{ id: "world-1", price: 10 }],
    },
    { Follows: { directed: true } },
  );
}

/** Names as they stand in an agent's scope. */
export const NAMES: Readonly<Record<string, Type>> = {
  self: { kind: "row", table: "Voter" },
  world: { kind: "row", table: "world" },
  round: NUMBER,
  param: { kind: "fields", fields: { voters: NUMBER, unfriend: BOOLEAN, note: TEXT } },
  arg: {
    kind: "fields",
    fields: {
      whom: { kind: "row", table: "Voter", nullable: true },
      text: TEXT,
      score: { kind: "nullable", of: NUMBER },
    },
  },
  view: { kind: "fields", fields: { timeline: listOf({ kind: "row", table: "Post" }) } },
  anything: { kind: "any" },
};

export function sampleScope(
  world: TestWorld = sampleWorld(),
  vars: Readonly<Record<string, Computed>> = {},
  steps = 1_000_000,
): Scope & { readonly draws: TestDraws; readonly world: TestWorld } {
  return {
    world,
    draws: new TestDraws(),
    budget: { steps },
    vars: {
      self: world.tables.Voter?.[0] ?? null,
      world: world.tables.world?.[0] ?? null,
      round: 2,
      param: { voters: 5, unfriend: true, note: "hello" },
      arg: { whom: "Voter-3", text: "Hello tax", score: null },
      view: { timeline: world.tables.Post ?? [] },
      anything: null,
      ...vars,
    },
  };
}
