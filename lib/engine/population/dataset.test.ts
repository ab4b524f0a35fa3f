import { describe, expect, it } from "vitest";
import { type DataTable, readTable } from "@/lib/domain/data";
import { scenario as scenarioSchema, type ScenarioDocument } from "@/lib/domain/scenario";
import { Compiler } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { compileRowOperations } from "./row-operations";
import { runToEnd } from "../base/interruptible";
import { compileSetup } from "../run/setup";
import { StepContexts } from "./step-contexts";
import { World } from "../world/world";

type Part = Partial<Pick<ScenarioDocument, "agents" | "tables" | "networks" | "parameters">>;
type Tables = Readonly<Record<string, string | DataTable>>;

const PEOPLE =
  "id,name,age,party,votes,tags,w\n7,Ann,31,left,yes,a|b,1\n" +
  "8,Bo,52,right,no,,3\n9,Cy,44.0,left,TRUE,c,0\n";
const EDGES = "from,to,strength\n1,2,5\nVoter-2,Voter-3,1\n2,1,9\n";

function compile(part: Part) {
  const scenario = scenarioSchema.parse({
    schema: "microcosm/scenario/1",
    name: "test",
    title: "Test",
    summary: "Test",
    instructions: "",
    rounds: 1,
    phases: [{ id: "p", rules: [] }],
    agents: { Voter: { dataset: { name: "people" }, profile: "", attributes: {} } },
    ...part,
  } satisfies ScenarioDocument);
  const compiler = new Compiler(scenario);
  const setup = compileSetup(compiler, compileRowOperations(compiler));
  return {
    compiler,
    setup,
    parameters: Object.fromEntries(
      Object.entries(scenario.parameters).map(([name, parameter]) => [name, parameter.default]),
    ),
  };
}

/** Creates the initial world of a scenario. */
function createWorld(
  part: Part,
  datasets: Tables = { people: PEOPLE, edges: EDGES },
  seed = 1,
): World {
  const { compiler, setup, parameters } = compile(part);
  expect(compiler.problems).toEqual([]);
  const world = new World(compiler.definitions);
  const read = Object.fromEntries(
    Object.entries(datasets).map(([name, table]) => [
      name,
      typeof table === "string" ? readTable(table) : table,
    ]),
  );
  runToEnd(
    setup(
      new StepContexts(
        { round: 0, key: "setup" },
        world,
        seed,
        parameters,
        () => ({ isEmpty: true, fields: () => ({}) }) as never,
        read,
      ),
    ),
  );
  return world;
}

const problemsOf = (part: Part) =>
  compile(part).compiler.problems.map(({ pointer, message }) => [pointer, message]);

function failure(part: Part, datasets?: Tables): readonly [string, string] {
  try {
    createWorld(part, datasets);
  } catch (error) {
    if (error instanceof ScenarioRuntimeError) return [error.pointer, error.message];
    throw error;
  }
  throw new Error("nothing failed");
}

type Attributes = NonNullable<NonNullable<ScenarioDocument["agents"]>[string]["attributes"]>;
const voters = (attributes: Attributes, more: object = {}): Part => ({
  agents: { Voter: { dataset: { name: "people" }, profile: "", attributes, ...more } },
});

const WHOLE: Attributes = {
  name: { type: "text", init: { column: "name" } },
  age: { type: "integer", min: 18, max: 90, init: { column: "age" } },
  party: { type: "category", options: ["left", "right"], init: { column: "party" } },
  votes: { type: "boolean", init: { column: "votes" } },
  tags: { type: "list", of: { type: "text" }, init: { column: "tags" } },
  old: { type: "boolean", init: "self.age > 40" },
};

describe("agents from a dataset", () => {
  it("are created from each row once, in order, with values of their attributes' types", () => {
    expect(createWorld(voters(WHOLE)).rows("Voter")).toEqual([
      {
        id: "Voter-1",
        name: "Ann",
        age: 31,
        party: "left",
        votes: true,
        tags: ["a", "b"],
        old: false,
      },
      { id: "Voter-2", name: "Bo", age: 52, party: "right", votes: false, tags: [], old: true },
      { id: "Voter-3", name: "Cy", age: 44, party: "left", votes: true, tags: ["c"], old: true },
    ]);
  });

  it("are sampled with replacement for a count, in proportion to weights", () => {
    const dataset = { name: "people", weight: "w" };
    const names = (more: object): unknown[] =>
      createWorld(voters({ name: { type: "text", init: { column: "name" } } }, more))
        .rows("Voter")
        .map(({ name }) => name);
    const drawn = names({ count: 20_000, dataset });
    const share = (name: string): number =>
      drawn.filter((other) => other === name).length / drawn.length;
    // Four standard errors of a share of a quarter.
    expect(Math.abs(share("Ann") - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 20_000));
    expect(share("Ann") + share("Bo")).toBe(1);
    expect(names({ count: 50, dataset })).toEqual(drawn.slice(0, 50));
    expect(names({ dataset })).toHaveLength(3);
    const even = names({ count: 9_000 });
    for (const name of ["Ann", "Bo", "Cy"])
      expect(Math.abs(even.filter((other) => other === name).length - 3_000)).toBeLessThan(
        4 * Math.sqrt(9_000 * (2 / 9)),
      );
  });

  it("take all their columns from the same row", () => {
    const rows = createWorld(
      voters(WHOLE, { count: 200, dataset: { name: "people", weight: "w" } }),
    ).rows("Voter");
    for (const { name, age, party } of rows)
      expect([name, age, party]).toEqual(
        name === "Ann" ? ["Ann", 31, "left"] : ["Bo", 52, "right"],
      );
  });

  it("draw all other attributes identically with and without a dataset", () => {
    const luck: Attributes = {
      luck: { type: "number", init: { distribution: "uniform", min: 0, max: 1 } },
    };
    const column = (part: Part): unknown[] =>
      createWorld(part)
        .rows("Voter")
        .map((row) => row["luck"]);
    expect(column(voters(luck, { count: 3 }))).toEqual(column(voters(luck)));
    expect(column({ agents: { Voter: { count: 3, profile: "", attributes: luck } } })).toEqual(
      column(voters(luck)),
    );
  });

  it("read columns within conditional tables, and `otherwise` for cells without a value", () => {
    const attributes: Attributes = {
      party: { type: "category", options: ["left", "right"], init: { column: "party" } },
      score: {
        type: "number",
        init: { given: "party", cases: { left: { column: "age" } }, otherwise: "-1" },
      },
      income: {
        type: "number",
        init: { column: "income", otherwise: { distribution: "uniform", min: 5, max: 6 } },
      },
      maybe: { type: "integer", init: { column: "income", otherwise: { constant: null } } },
    };
    const rows = createWorld(voters(attributes), {
      people: "party,age,income\nleft,30,\nright,x,10\nleft,50,NA",
    }).rows("Voter");
    expect(rows.map(({ score }) => score)).toEqual([30, -1, 50]);
    expect(rows.map(({ maybe }) => maybe)).toEqual([null, 10, null]);
    expect(rows[1]?.["income"]).toBe(10);
    for (const row of [rows[0], rows[2]])
      expect(Number(row?.["income"]) >= 5 && Number(row?.["income"]) <= 6).toBe(true);
  });
});

describe("rows of a table from a dataset", () => {
  it("follow inline rows, and may refer to others by id, number or key", () => {
    const world = createWorld(
      {
        tables: {
          Film: {
            dataset: { name: "films" },
            attributes: {
              code: { type: "integer", init: { column: "id" } },
              title: { type: "text", init: { column: "title" } },
            },
          },
          Seen: {
            rows: [{ film: "Film-2", also: [] }],
            dataset: { name: "seen" },
            attributes: {
              film: { type: "ref", to: "Film", init: { column: "film", key: "code" } },
              also: { type: "list", of: { type: "ref", to: "Film" }, init: { column: "also" } },
            },
          },
        },
        agents: { Voter: { count: 1, profile: "", attributes: {} } },
      },
      { films: 'id,title\n10,"Rain, again"\n20,Snow', seen: "film,also\n20,1|Film-2\n10,\n" },
    );
    expect(world.rows("Film")).toEqual([
      { id: "Film-1", code: 10, title: "Rain, again" },
      { id: "Film-2", code: 20, title: "Snow" },
    ]);
    expect(world.rows("Seen").map(({ film, also }) => [film, also])).toEqual([
      ["Film-2", []],
      ["Film-2", ["Film-1", "Film-2"]],
      ["Film-1", []],
    ]);
  });
});

describe("an edge list", () => {
  const friends = (dataset: object, more: object = {}): Part => ({
    ...voters({
      code: { type: "integer", init: { column: "id" } },
      name: { type: "text", init: { column: "name" } },
      party: { type: "category", options: ["left", "right"], init: { column: "party" } },
    }),
    networks: {
      Friends: {
        between: ["Voter", "Voter"],
        dataset: { name: "edges", source: "from", target: "to", ...dataset },
        attributes: { strength: { type: "number", init: { column: "strength" } } },
        ...more,
      },
    },
  });
  const ties = (world: World): unknown[] =>
    world.rows("Friends").map(({ source, target, strength }) => [source, target, strength]);

  it("ties rows by id and by number; a repeated tie takes the later attributes", () => {
    expect(ties(createWorld(friends({})))).toEqual([
      ["Voter-2", "Voter-1", 9],
      ["Voter-2", "Voter-3", 1],
    ]);
    expect(ties(createWorld(friends({}, { directed: true })))).toEqual([
      ["Voter-1", "Voter-2", 5],
      ["Voter-2", "Voter-3", 1],
      ["Voter-2", "Voter-1", 9],
    ]);
  });

  it("ties rows by the value of an attribute", () => {
    const edges = "from,to,strength\n7,Bo,1\n 9 ,Ann,2";
    expect(
      ties(
        createWorld(friends({ sourceKey: "code", targetKey: "name" }), { people: PEOPLE, edges }),
      ),
    ).toEqual([
      ["Voter-1", "Voter-2", 1],
      ["Voter-3", "Voter-1", 2],
    ]);
  });

  it("rejects unknown ends unless it skips them, and ambiguous ends", () => {
    const edges = "from,to,strength\n1,2,1\n1,4,2\n";
    expect(failure(friends({}), { people: PEOPLE, edges })).toEqual([
      "/networks/Friends/dataset/target",
      "Row 2 of the dataset “edges”, column “to”: “4” is no row of Voter. Cells hold an id " +
        "such as Voter-1, or its number; for the value of an attribute name it as `targetKey`. " +
        'Ties with unknown ends can be left out with `"unknown": "skip"`.',
    ]);
    expect(ties(createWorld(friends({ unknown: "skip" }), { people: PEOPLE, edges }))).toEqual([
      ["Voter-1", "Voter-2", 1],
    ]);
    expect(
      failure(friends({ sourceKey: "party" }), {
        people: PEOPLE,
        edges: "from,to,strength\nleft,2,1",
      })[1],
    ).toContain("several rows of Voter have “left” as their `party`");
    expect(failure(friends({}), { people: PEOPLE, edges: "from,to,strength\n3,3,1" })).toEqual([
      "/networks/Friends/dataset/target",
      "Row 1 of the dataset “edges”, column “to”: Voter-3 cannot be tied to itself.",
    ]);
  });

  it("between two tables may tie equal numbers, and never swaps its ends", () => {
    const part = {
      ...friends({}, { between: ["Voter", "Film"] }),
      tables: { Film: { count: 3, attributes: {} } },
    };
    const seen = ties(
      createWorld(part, { people: PEOPLE, edges: "from,to,strength\n1,1,5\n2,1,6\n1,2,7" }),
    );
    expect(seen).toEqual([
      ["Voter-1", "Film-1", 5],
      ["Voter-2", "Film-1", 6],
      ["Voter-1", "Film-2", 7],
    ]);
  });
});

describe("invalid data", () => {
  it("is reported with row, column, value and location when the world is created", () => {
    const cell = (attribute: Attributes[string], value: string): readonly [string, string] =>
      failure(voters({ x: attribute }), { people: `id,x\n1,${value}\n` });
    const place = "/agents/Voter/attributes/x/init/column";
    const where = "Row 1 of the dataset “people”, column “x”: ";
    const init = { column: "x" };
    expect(cell({ type: "integer", init }, "3.5")).toEqual([
      place,
      `${where}“3.5” is not a whole number.`,
    ]);
    expect(cell({ type: "number", max: 120, init }, "230")).toEqual([
      place,
      `${where}“230” is more than 120.`,
    ]);
    expect(cell({ type: "number", init }, "many")).toEqual([
      place,
      `${where}“many” is not a number.`,
    ]);
    expect(cell({ type: "boolean", init }, "maybe")).toEqual([
      place,
      `${where}“maybe” is not true, false, yes, no, 1 or 0.`,
    ]);
    expect(cell({ type: "category", options: ["left", "right"], init }, "Left")).toEqual([
      place,
      `${where}“Left” is not one of left, right. Did you mean left?`,
    ]);
    expect(cell({ type: "number", init }, "NA")[1]).toBe(
      `${where}there is no value. Fill the cell, or say with \`otherwise\` what \`x\` is where ` +
        "there is none.",
    );
    expect(cell({ type: "list", of: { type: "integer" }, init }, "1|b")[1]).toBe(
      `${where}“b” is not a number.`,
    );
    expect(
      failure(voters({ x: { type: "number", init: { column: "z" } } }), { people: "id,x\n1,2" }),
    ).toEqual([place, "The dataset “people” has no column “z”. Its columns: id, x."]);
    expect(failure(voters({}), {})).toEqual([
      "/agents/Voter/dataset/name",
      "The dataset “people” is not there. Upload it on the Data page.",
    ]);
    expect(failure(voters({}, { dataset: { name: "people", weight: "name" } }))).toEqual([
      "/agents/Voter/dataset/weight",
      "Row 1 of the dataset “people”, column “name”: “Ann” is not a weight, which is a number " +
        "of at least 0.",
    ]);
    expect(
      failure(voters({}, { dataset: { name: "people", weight: "w" } }), { people: "w,x\n0,1" })[1],
    ).toBe("All weights in column “w” of the dataset “people” are 0.");
  });

  it.each<[attribute: Attributes[string], cell: string, reason: string]>([
    [{ type: "integer" }, "9007199254740993", "“9007199254740993” has more digits than a number"],
    [{ type: "integer" }, "1e300", "“1e300” has more digits than a number can hold"],
    [{ type: "number" }, "-9007199254740993.0", "Give ids the type text."],
    [{ type: "number" }, '"1,000"', "“1,000” may mean 1000 or 1.000. Write numbers with"],
    [{ type: "number" }, '"1,234.5"', "without thousands separators."],
    [{ type: "number" }, '"3,5"', "Write it with a decimal point"],
    [{ type: "number" }, "12 %", "Write the number alone, and the unit in the name"],
    [{ type: "number" }, "€5", "Write the number alone, and the unit in the name"],
    [{ type: "boolean" }, "2.0", "“2.0” is not true, false, yes, no, 1 or 0."],
  ])("is refused in words: %j %s", (attribute, cell, reason) => {
    const message = failure(voters({ x: { ...attribute, init: { column: "x" } } as never }), {
      people: `id,x\n1,${cell}\n`,
    })[1];
    expect(message).toContain("Row 1 of the dataset “people”, column “x”: ");
    expect(message).toContain(reason);
  });

  it("is not what other programs write for missing values, truth values and references", () => {
    const rows = createWorld(
      {
        tables: {
          Firm: { rows: [{ code: "7" }, { code: "8" }], attributes: { code: { type: "text" } } },
        },
        ...voters({
          account: { type: "text", init: { column: "id" } },
          pay: { type: "number", init: { column: "pay", otherwise: { constant: -1 } } },
          votes: { type: "boolean", init: { column: "votes" } },
          firm: { type: "ref", to: "Firm", init: { column: "firm" } },
          byCode: { type: "ref", to: "Firm", init: { column: "code", key: "code" } },
        }),
      } as never,
      {
        people:
          "id,pay,votes,firm,code\n9007199254740993,.a,1.0,2.0,7.0\n" +
          "9007199254740992,#N/A,0.0,1,8\nx,#DIV/0!,1,Firm-1,7\ny,<NA>,no,2,8.00\n",
      },
    ).rows("Voter");
    expect(rows.map(({ account, pay, votes }) => [account, pay, votes])).toEqual([
      ["9007199254740993", -1, true],
      ["9007199254740992", -1, false],
      ["x", -1, true],
      ["y", -1, false],
    ]);
    expect(rows.map(({ firm, byCode }) => [firm, byCode])).toEqual([
      ["Firm-2", "Firm-1"],
      ["Firm-1", "Firm-2"],
      ["Firm-1", "Firm-1"],
      ["Firm-2", "Firm-2"],
    ]);
  });

  it("is reported when the scenario is checked", () => {
    expect(
      problemsOf({
        tables: {
          Film: {
            count: 1,
            attributes: {
              title: { type: "text", init: { column: "title" } },
              code: { type: "list", of: { type: "text" }, init: { constant: [] } },
            },
          },
        },
        agents: {
          Voter: {
            dataset: { name: "people" },
            profile: "",
            attributes: {
              a: { type: "text", init: { column: "name", key: "title" } },
              b: { type: "ref", to: "Film", init: { column: "film", key: "titel" } },
              c: { type: "ref", to: "Voter", init: { column: "friend" } },
              d: { type: "number" },
              e: { type: "text", init: { column: "name", otherwise: { written: "Write" } } },
              f: { type: "number", init: { column: "x", otherwise: "self.nothing" } },
            },
          },
        },
        networks: {
          Seen: {
            between: ["Voter", "Film"],
            generate: { kind: "bipartite", degree: 1 },
            dataset: { name: "seen", source: "a", target: "b", targetKey: "code" },
          },
        },
      }),
    ).toEqual([
      [
        "/tables/Film/attributes/title/init/column",
        "`Film` has no dataset whose column this could be.",
      ],
      [
        "/agents/Voter/attributes/a/init/key",
        "Only refs are found by a key, and this is of type text.",
      ],
      ["/agents/Voter/attributes/b/init/key", "Unknown attribute of Film: `titel`."],
      [
        "/agents/Voter/attributes/c/init/column",
        "`Voter` is not complete yet when `Voter` is made: the world comes first, then tables, " +
          "agents and networks, each in declared order.",
      ],
      [
        "/agents/Voter/attributes/d",
        "`d` would be the same for all and never change: give it an `init`, or make it `dynamic`.",
      ],
      [
        "/agents/Voter/attributes/e/init/otherwise",
        "The model writes a text for every row or for none, not for empty cells alone.",
      ],
      ["/agents/Voter/attributes/f/init/otherwise", "Voter has no attribute `nothing`."],
      [
        "/networks/Seen",
        "A network begins with the ties of its `dataset` or with those of its generator: " +
          "choose one.",
      ],
      [
        "/networks/Seen/dataset/targetKey",
        "Rows are told apart by numbers, texts or categories, and `code` is of type list.",
      ],
    ]);
  });
});
