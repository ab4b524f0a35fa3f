import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import type { Commit, Simulation } from "../base/contract";
import { minimal } from "../run/fixtures/opinion";
import { worldRows } from "../run/fixtures/rows";
import { openSimulation } from "../run/simulation";

type Effects = NonNullable<ScenarioDocument["interventions"]>[number]["do"];

const WORLD: Partial<ScenarioDocument> = {
  agents: {
    Person: {
      count: 4,
      profile: "You are a person.",
      attributes: {
        coins: { type: "number", init: 10, dynamic: true },
        team: {
          type: "category",
          options: ["red", "blue"],
          init: { constant: "red" },
          dynamic: true,
        },
        friend: { type: "ref", to: "Person", dynamic: true },
        tags: { type: "list", of: { type: "text" }, init: { constant: [] }, dynamic: true },
        age: { type: "integer", init: 30, dynamic: true },
      },
    },
  },
  tables: {
    Note: {
      attributes: {
        by: { type: "ref", to: "Person", dynamic: true },
        text: { type: "text", init: "'blank'" },
        mark: { type: "number", init: "uniform(0, 1)" },
      },
    },
  },
  networks: {
    Knows: {
      between: ["Person", "Person"],
      attributes: { weight: { type: "number", init: 1, dynamic: true } },
    },
  },
  world: { price: { type: "number", init: 2, dynamic: true } },
};

function ready(effects: Effects, rounds = 1): Simulation {
  const sim = openSimulation(
    compileScenario(minimal({ ...WORLD, phases: [{ id: "rules", rules: effects }], rounds })),
    { parameters: {}, seed: 1 },
  );
  sim.commit([]);
  return sim;
}
const after = (effects: Effects): Commit => ready(effects).commit([]);
const data = (commit: Commit) =>
  Object.fromEntries(worldRows(commit).map((row) => [row.id, row.data]));

describe("effects", () => {
  it("set attributes of rows and of the world, in order", () => {
    const commit = after([
      { set: "world.price", to: "world.price * 2" },
      {
        forEach: "Person.filter(p, p.id != 'Person-4')",
        as: "p",
        do: [{ set: "p.coins", to: "p.coins - world.price" }],
      },
    ]);
    expect(
      worldRows(commit).map(({ id, data: row }) => [id, row?.["coins"] ?? row?.["price"]]),
    ).toEqual([
      ["world-1", 4],
      ["Person-1", 6],
      ["Person-2", 6],
      ["Person-3", 6],
    ]);
  });

  it("store only rows with changed values", () => {
    expect(
      worldRows(after([{ forEach: "Person", as: "p", do: [{ set: "p.coins", to: 10 }] }])),
    ).toEqual([]);
  });

  it("insert rows and evaluate `init` of omitted attributes with draws of each row", () => {
    const rows = data(
      after([{ forEach: "Person", as: "p", do: [{ insert: "Note", row: { by: "p" } }] }]),
    );
    expect(Object.values(rows).map((row) => [row?.["by"], row?.["text"]])).toEqual(
      [1, 2, 3, 4].map((n) => [`Person-${n}`, "blank"]),
    );
    expect(new Set(Object.values(rows).map((row) => row?.["mark"])).size).toBe(4);
  });

  it("draw per row of a loop, independently of the row's index", () => {
    const coins = (list: string) =>
      data(after([{ forEach: list, as: "p", do: [{ set: "p.coins", to: "uniform(0, 1)" }] }]));
    const all = coins("Person");
    expect(new Set(Object.values(all).map((row) => row?.["coins"])).size).toBe(4);
    expect(coins("Person.filter(p, p.id == 'Person-3')")["Person-3"]).toEqual(all["Person-3"]);
  });

  it("tie and untie rows; tying an existing pair only updates attributes", () => {
    const sim = ready(
      [
        {
          let: {
            a: "best(Person, p, p.id == 'Person-1' ? 1 : 0)",
            b: "best(Person, p, p.id == 'Person-2' ? 1 : 0)",
          },
          do: [
            {
              when: "round == 1",
              do: [
                { insert: "Knows", between: ["a", "b"] },
                { insert: "Knows", between: ["b", "a"], row: { weight: 5 } },
              ],
            },
            {
              when: "round == 2",
              do: [
                { delete: "Knows", between: ["b", "a"] },
                { delete: "Knows", between: ["b", "a"] },
              ],
            },
          ],
        },
      ],
      2,
    );
    expect(data(sim.commit([]))).toEqual({
      "Knows-1": { source: "Person-1", target: "Person-2", weight: 5 },
    });
    expect(sim.world.linked("Knows", "Person-2", "Person-1")).toBe(true);
    expect(data(sim.commit([]))).toEqual({ "Knows-1": null });
  });

  it("choose between `when` and `else`, and loop over a snapshot of the list", () => {
    const commit = after([
      { forEach: "Note", as: "n", do: [{ insert: "Note", row: { text: "'never'" } }] },
      { insert: "Note", row: { text: "'one'" } },
      { forEach: "Note", as: "n", do: [{ insert: "Note", row: { text: "n.text + '!'" } }] },
      {
        when: "count(Note) > 5",
        do: [{ set: "world.price", to: 0 }],
        else: [{ set: "world.price", to: "count(Note) + 1" }],
      },
    ]);
    expect(
      worldRows(commit).map(({ id, data: row }) => [id, row?.["text"] ?? row?.["price"]]),
    ).toEqual([
      ["world-1", 3],
      ["Note-1", "one"],
      ["Note-2", "one!"],
    ]);
  });

  it("delete lists of rows and clear refs to them", () => {
    const sim = ready(
      [
        {
          when: "round == 1",
          do: [
            {
              forEach: "Person.filter(p, p.id != 'Person-3')",
              as: "p",
              do: [{ set: "p.friend", to: "first(Person)" }],
            },
          ],
        },
        {
          when: "round == 2",
          do: [{ delete: "Person.filter(p, p.id in ['Person-1', 'Person-4'])" }],
        },
      ],
      2,
    );
    const friends = (commit: Commit) =>
      worldRows(commit).map(({ id, data: row }) => [id, row && row["friend"]]);
    expect(friends(sim.commit([]))).toEqual([
      ["Person-1", "Person-1"],
      ["Person-2", "Person-1"],
      ["Person-4", "Person-1"],
    ]);
    const commit = sim.commit([]);
    expect(friends(commit)).toEqual([
      ["Person-1", null],
      ["Person-2", null],
      ["Person-4", null],
    ]);
    expect(
      worldRows(commit)
        .filter(({ data: row }) => row === null)
        .map(({ id }) => id),
    ).toEqual(["Person-1", "Person-4"]);
  });

  it("send messages to one, some or all agents; skip empty texts and recipients", () => {
    const commit = after([
      { tell: "first(Person)", text: "Round {{ round }}.", importance: "round * 3" },
      { tell: "Person.filter(p, p.coins > 99)", text: "Rich!" },
      { tell: "Person", text: "  {% if round == 2 %}Never.{% endif %} " },
      { tell: "Person.filter(p, p.id != 'Person-1')", text: "All." },
    ]);
    expect(
      commit.memories.map(({ agent, text, importance, seq, kind, phase }) => [
        agent,
        text,
        importance,
        seq,
        kind,
        phase,
      ]),
    ).toEqual([
      ["Person-1", "Round 1.", 1, 0, "told", "rules"],
      ["Person-2", "All.", 0.5, 1, "told", "rules"],
      ["Person-3", "All.", 0.5, 2, "told", "rules"],
      ["Person-4", "All.", 0.5, 3, "told", "rules"],
    ]);
  });

  it("stop the run after the step, with the reason of the first `stop`", () => {
    const sim = ready(
      [
        { stop: "round == 2", reason: "Enough." },
        { stop: true, reason: "Late." },
        { set: "world.price", to: 9 },
      ],
      5,
    );
    const commit = sim.commit([]);
    expect([commit.stopped, data(commit)["world-1"]]).toEqual(["Late.", { price: 9 }]);
    expect([sim.step(), sim.plan(), sim.stopped]).toEqual([undefined, [], "Late."]);
    expect(() => sim.commit([])).toThrow("The run is over.");
  });
});

describe("stored values", () => {
  const failure = (effects: Effects): string => {
    const sim = ready(effects);
    try {
      sim.commit([]);
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : "";
    }
    return "no error";
  };
  const all = (effect: Effects[number]): Effects => [{ forEach: "Person", as: "p", do: [effect] }];

  it("are rounded for integers and never negative zero", () => {
    expect(data(after(all({ set: "p.age", to: "2.6" })))["Person-1"]?.["age"]).toBe(3);
    expect(
      Object.is(data(after(all({ set: "p.coins", to: "0 * -1" })))["Person-1"]?.["coins"], 0),
    ).toBe(true);
  });

  it.each([
    [
      all({ set: "p.coins", to: "1 / 0" }),
      "SimulationError: Round 1, rules: coins must be a finite number, not Infinity. In “1 / " +
        "0” (/phases/0/rules/0/do/0/to).",
    ],
    [all({ set: "p.team", to: "p.id" }), /team must be one of red, blue, not “Person-1”/],
    [
      [{ insert: "Knows", between: ["first(Person)", "first(Person)"] }] satisfies Effects,
      /Person-1 cannot be tied to itself/,
    ],
    [all({ set: "p.friend.coins", to: 1 }), /p\.friend\.coins cannot be set: p\.friend is nothing/],
    [
      [
        { let: { one: "first(Person)" }, do: [{ delete: "one" }, { set: "one.coins", to: 1 }] },
      ] satisfies Effects,
      /Person-1 no longer exists/,
    ],
  ])(
    "fail the run with location, expression and reason if they are invalid (%#)",
    (effects, message) => {
      expect(failure(effects)).toMatch(message);
    },
  );
});
