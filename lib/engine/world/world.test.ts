import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowChange } from "../base/contract";
import type { TableDefinition } from "./definition";
import { World } from "./world";

const DEFINITIONS: readonly TableDefinition[] = [
  { name: "world", kind: "world", fields: ["price"], refs: [] },
  {
    name: "Person",
    kind: "agents",
    fields: ["team", "friend"],
    refs: [{ attribute: "friend", to: "Person" }],
  },
  {
    name: "Knows",
    kind: "network",
    fields: ["source", "target", "since"],
    between: ["Person", "Person"],
    directed: false,
    refs: [
      { attribute: "source", to: "Person" },
      { attribute: "target", to: "Person" },
    ],
  },
  {
    name: "Follows",
    kind: "network",
    fields: ["source", "target"],
    between: ["Person", "Person"],
    directed: true,
    refs: [
      { attribute: "source", to: "Person" },
      { attribute: "target", to: "Person" },
    ],
  },
];

const person = (world: World, team: string, friend: string | null = null) => {
  const row = { id: world.nextId("Person"), team, friend };
  world.insert("Person", row);
  return row;
};
const tie = (world: World, network: "Knows" | "Follows", source: string, target: string) => {
  const row = {
    id: world.nextId(network),
    source,
    target,
    ...(network === "Knows" ? { since: 0 } : {}),
  };
  world.insert(network, row);
  return row;
};
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** Returns everything that readers can observe. */
function readAll(world: World): unknown {
  const people = world.rows("Person");
  return {
    people,
    knows: world.rows("Knows"),
    follows: world.rows("Follows"),
    teams: ["red", "blue"].map((team) => ids(world.lookup("Person", "team", team))),
    friends: people.map(({ id }) => ids(world.lookup("Person", "friend", id))),
    near: people.map(({ id }) => [
      ids(world.neighbours("Knows", id)),
      ids(world.neighbours("Follows", id)),
      world.degree("Knows", id),
    ]),
    next: [world.nextId("Person"), world.nextId("Knows"), world.nextId("Follows")],
    rows: world.rowCount,
  };
}

type Move = {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly team: string;
};
const moves = fc.array(
  fc.record({
    kind: fc.integer({ min: 0, max: 6 }),
    a: fc.integer({ min: 0, max: 12 }),
    b: fc.integer({ min: 0, max: 12 }),
    team: fc.constantFrom("red", "blue"),
  }),
  { maxLength: 60 },
);

function applyMoves(world: World, list: readonly Move[]): void {
  for (const { kind, a, b, team } of list) {
    const people = world.rows("Person");
    const [one, other] = [people[a], people[b]];
    if (kind === 0 || !one || !other) person(world, team, one?.id ?? null);
    else if (kind === 1) world.set("Person", one, "team", team);
    else if (kind === 2) world.set("Person", one, "friend", other.id);
    else if (kind === 3 && one !== other && !world.tie("Knows", one.id, other.id))
      tie(world, "Knows", one.id, other.id);
    else if (kind === 4 && one !== other && !world.tie("Follows", one.id, other.id))
      tie(world, "Follows", one.id, other.id);
    else if (kind === 5) world.delete("Person", one);
    else if (kind === 6) {
      const known = world.tie("Knows", one.id, other.id);
      if (known) world.delete("Knows", known);
    }
  }
}

describe("World", () => {
  it("returns rows, lookups and neighbours by ordinal after any sequence of changes", () => {
    const world = new World(DEFINITIONS);
    const people = ["red", "blue", "red", "red"].map((team) => person(world, team));
    const [first, second, third, fourth] = people.map(({ id }) => id);
    expect(ids(world.lookup("Person", "team", "red"))).toEqual([first, third, fourth]);
    world.set("Person", people[1]!, "team", "red");
    world.set("Person", people[0]!, "team", "blue");
    expect(ids(world.lookup("Person", "team", "red"))).toEqual([second, third, fourth]);
    tie(world, "Knows", fourth!, first!);
    tie(world, "Knows", second!, first!);
    expect(ids(world.neighbours("Knows", first!))).toEqual([second, fourth]);
    expect(ids(world.neighbours("Knows", fourth!))).toEqual([first]);
  });

  it("finds directed ties from their source only", () => {
    const world = new World(DEFINITIONS);
    const [a, b] = [person(world, "red").id, person(world, "red").id];
    tie(world, "Follows", a, b);
    expect([world.linked("Follows", a, b), world.linked("Follows", b, a)]).toEqual([true, false]);
    expect([world.degree("Follows", a), world.degree("Follows", b)]).toEqual([1, 0]);
  });

  it("returns the length of the shortest path, and null beyond the limit", () => {
    const world = new World(DEFINITIONS);
    const path = Array.from({ length: 5 }, () => person(world, "red").id);
    for (let i = 1; i < path.length; i += 1) tie(world, "Knows", path[i - 1]!, path[i]!);
    expect(world.distance("Knows", path[0]!, path[4]!, 10)).toBe(4);
    expect(world.distance("Knows", path[0]!, path[4]!, 3)).toBeNull();
    expect(world.distance("Knows", path[0]!, path[0]!, 3)).toBe(0);
  });

  it("keeps the state of a network until a tie or a row comes or goes", () => {
    const world = new World(DEFINITIONS);
    const [a, b] = [person(world, "red"), person(world, "red")];
    const states = [world.networkState("Knows")];
    const changes = [
      () => tie(world, "Knows", a.id, b.id),
      () => person(world, "red"),
      () => world.delete("Knows", world.tie("Knows", a.id, b.id)!),
      () => world.delete("Person", b),
    ];
    for (const change of changes) {
      change();
      states.push(world.networkState("Knows"));
      world.set("Person", a, "team", `team ${states.length}`);
      expect(world.networkState("Knows")).toBe(states.at(-1));
    }
    expect(new Set(states).size).toBe(5);
    expect(states.map(({ rows, ties }) => [rows.length, ties.length])).toEqual([
      [2, 0],
      [2, 1],
      [3, 1],
      [3, 0],
      [2, 0],
    ]);
    world.beginTransaction();
    tie(world, "Knows", a.id, "Person-3");
    expect(world.networkState("Knows").ties).toHaveLength(1);
    world.rollback();
    expect(world.networkState("Knows").ties).toEqual([]);
  });

  it("never modifies a returned list", () => {
    const world = new World(DEFINITIONS);
    const [a, b] = [person(world, "red"), person(world, "red")];
    tie(world, "Knows", a.id, b.id);
    const lists = [
      world.rows("Person"),
      world.lookup("Person", "team", "red"),
      world.neighbours("Knows", a.id),
    ];
    const before = lists.map(ids);
    const c = person(world, "red");
    tie(world, "Knows", a.id, c.id);
    world.delete("Person", b);
    expect(lists.map(ids)).toEqual(before);
    expect(ids(world.neighbours("Knows", a.id))).toEqual([c.id]);
  });

  it("deletes the ties of a deleted row and empties refs to it", () => {
    const world = new World(DEFINITIONS);
    const gone = person(world, "red");
    const stays = person(world, "red", gone.id);
    tie(world, "Knows", gone.id, stays.id);
    tie(world, "Follows", stays.id, gone.id);
    world.takeChanges();
    world.delete("Person", gone);
    expect(stays.friend).toBeNull();
    expect([world.rows("Knows"), world.rows("Follows")]).toEqual([[], []]);
    expect(world.takeChanges().map(({ id, data }) => [id, data])).toEqual([
      ["Person-1", null],
      ["Person-2", { team: "red", friend: null }],
      ["Knows-1", null],
      ["Follows-1", null],
    ]);
  });

  it("reports a row inserted and deleted between reads as deleted; never reuses ordinals", () => {
    const world = new World(DEFINITIONS);
    world.delete("Person", person(world, "red"));
    const changes = world.takeChanges();
    expect(changes).toEqual([{ table: "Person", id: "Person-1", ordinal: 1, data: null }]);
    const replica = new World(DEFINITIONS);
    replica.load(changes);
    expect(replica.nextId("Person")).toBe("Person-2");
  });

  it("rejects ties without ends and rows with wrong ids", () => {
    const world = new World(DEFINITIONS);
    const { id } = person(world, "red");
    expect(() => tie(world, "Knows", id, "Person-9")).toThrow(RangeError);
    expect(() => world.insert("Person", { id: "Person-7", team: "red", friend: null })).toThrow(
      /Person-2/,
    );
  });

  it("rolls back everything since the transaction began", () => {
    fc.assert(
      fc.property(moves, moves, (before, after) => {
        const world = new World(DEFINITIONS);
        applyMoves(world, before);
        world.takeChanges();
        const expected = structuredClone(readAll(world));
        world.beginTransaction();
        applyMoves(world, after);
        world.rollback();
        expect(readAll(world)).toEqual(expected);
        expect(world.takeChanges()).toEqual([]);
      }),
    );
  });

  it("is rebuilt from all changes or from the latest of each row", () => {
    fc.assert(
      fc.property(fc.array(moves, { minLength: 1, maxLength: 4 }), (commits) => {
        const world = new World(DEFINITIONS);
        const history: RowChange[] = [];
        for (const commit of commits) {
          applyMoves(world, commit);
          history.push(...structuredClone(world.takeChanges()));
        }
        const whole = new World(DEFINITIONS);
        whole.load(history);
        expect(readAll(whole)).toEqual(readAll(world));
        const latest = new World(DEFINITIONS);
        latest.load(
          history.filter(
            ({ id }, position) => history.findLastIndex((other) => other.id === id) === position,
          ),
        );
        expect(readAll(latest)).toEqual(readAll(world));
      }),
    );
  });
});
