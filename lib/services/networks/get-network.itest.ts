import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import {
  networkPicture,
  networkQuery,
  type NetworkPicture,
  type NetworkQuery,
} from "@/lib/contracts/network";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";

/**
 * Rounds without a model: heat rises, the first tie of every person is cut in round 2, the first
 * person leaves in round 3.
 */
const townsfolk: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "townsfolk",
  title: "A town",
  summary: "People who know each other, and clubs they are in.",
  instructions: "None.",
  parameters: { people: { type: "integer", default: 30 } },
  rounds: 3,
  agents: {
    Person: {
      label: "Townsperson",
      count: "param.people",
      attributes: {
        camp: { type: "category", options: ["red", "blue"], init: "choice(['red', 'blue'])" },
        heat: { type: "number", init: 0, dynamic: true, unit: "°C" },
        secret: { type: "text", init: { constant: "long" }, visible: "nobody" },
      },
      profile: "You are {{ self.id }}.",
    },
  },
  tables: { Club: { count: "5", attributes: { size: { type: "integer", init: 7 } } } },
  networks: {
    Knows: {
      label: "Acquaintance",
      between: ["Person", "Person"],
      attributes: { weight: { type: "number", init: 1, dynamic: true } },
      generate: { kind: "ring", degree: 4 },
    },
    Member: {
      between: ["Person", "Club"],
      directed: true,
      generate: { kind: "bipartite", degree: 1 },
    },
  },
  phases: [
    {
      id: "warm",
      rules: [
        { forEach: "Person", as: "p", do: [{ set: "p.heat", to: "p.heat + 1" }] },
        { forEach: "sample(Knows, 30)", as: "t", do: [{ set: "t.weight", to: "t.weight + 1" }] },
      ],
    },
    {
      id: "part",
      if: "round == 2",
      rules: [{ delete: "Knows", between: ["Person[0]", "Person[1]"] }],
    },
    { id: "leave", if: "round == 3", rules: [{ delete: "Person[2]" }] },
  ],
};

let installation: Installation;
let people: People;
const runs: Record<"town" | "city", string> = { town: "", city: "" };

const services = () => installation.container.services;
const picture = async (
  run: keyof typeof runs,
  query: Record<keyof NetworkQuery, unknown> | object = {},
): Promise<NetworkPicture> =>
  networkPicture.parse(await services().getNetwork(SYSTEM, runs[run], networkQuery.parse(query)));
const tiesOf = ({ nodes, edges }: NetworkPicture): string[] =>
  edges
    .map((ends) =>
      ends
        .map((place) => nodes[place]?.id ?? "")
        .sort((a, b) => a.localeCompare(b))
        .join(" "),
    )
    .sort((a, b) => a.localeCompare(b));

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  const begin = async (count: number): Promise<string> =>
    (
      await services().startStudy(SYSTEM, {
        document: townsfolk,
        parameters: { people: count },
        seed: 3,
        replicates: 1,
      })
    ).runIds[0] ?? "";
  runs.town = await begin(30);
  // No worker runs yet, so the set-up has created no agents.
  expect(await picture("town")).toMatchObject({
    agents: 0,
    ties: 0,
    round: 0,
    shown: "all",
    nodes: [],
    edges: [],
  });
  runs.city = await begin(3_000);
  await installation.workHere();
  await installation.settled(runs.town);
  await installation.settled(runs.city);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

describe("a small network", () => {
  it("is shown whole in every round: its agents, their ties and their values", async () => {
    const start = await picture("town", { round: 0 });
    expect(start).toMatchObject({
      network: "Knows",
      label: "Acquaintance",
      directed: false,
      round: 0,
      agents: 30,
      ties: 60,
      shown: "all",
      types: [{ name: "Person", label: "Townsperson" }],
    });
    expect(start.nodes).toHaveLength(30);
    expect(start.nodes.every(({ degree }) => degree === 4)).toBe(true);
    expect(tiesOf(start)).toHaveLength(60);
    expect(new Set(tiesOf(start)).size).toBe(60);

    const heat = ({ attributes }: NetworkPicture) => attributes.find(({ name }) => name === "heat");
    expect(heat(start)).toMatchObject({
      of: "Person",
      unit: "°C",
      dynamic: true,
      values: Array.from({ length: 30 }, () => 0),
    });
    const second = await picture("town", { round: 2 });
    expect(new Set(heat(second)?.values)).toEqual(new Set([2]));
    expect(tiesOf(second)).toEqual(tiesOf(start).filter((tie) => tie !== "Person-1 Person-2"));
    expect(second).toMatchObject({ agents: 30, ties: 59 });

    // The ties of a person who left are gone.
    const now = await picture("town");
    expect(now).toMatchObject({ round: 3, agents: 29, ties: 55, shown: "all" });
    expect(now.nodes.map(({ id }) => id)).not.toContain("Person-3");
    expect(tiesOf(now)).toHaveLength(55);
  });

  it("offers numbers, categories and booleans for colours, but no texts", async () => {
    const { attributes } = await picture("town", { round: 0 });
    expect(attributes.map(({ name }) => name)).toEqual(["camp", "heat"]);
    expect(attributes[0]?.options).toEqual(["red", "blue"]);
    expect(new Set(attributes[0]?.values)).toEqual(new Set(["red", "blue"]));
  });

  it("may have directed ties to objects", async () => {
    const { types, directed, nodes, edges, attributes } = await picture("town", {
      network: "Member",
      round: 0,
    });
    expect([types.map(({ name }) => name), directed, nodes.length, edges.length]).toEqual([
      ["Person", "Club"],
      true,
      35,
      30,
    ]);
    expect(
      edges.every(
        ([source, target]) =>
          nodes[source]?.id.startsWith("Person-") === true &&
          nodes[target]?.id.startsWith("Club-") === true,
      ),
    ).toBe(true);
    const size = attributes.find(({ of, name }) => of === "Club" && name === "size");
    expect(
      nodes
        .map(({ id }, place) => [id.startsWith("Club"), size?.values[place]])
        .every(([isClub, value]) => value === (isClub === true ? 7 : null)),
    ).toBe(true);
  });

  it("shows the neighbourhood of one agent", async () => {
    const around = await picture("town", { focus: "Person-10", hops: "1", round: "0" });
    expect(around.nodes[0]).toEqual({ id: "Person-10", degree: 4 });
    expect(around.nodes.map(({ id }) => id).sort((a, b) => a.localeCompare(b))).toEqual([
      "Person-10",
      "Person-11",
      "Person-12",
      "Person-8",
      "Person-9",
    ]);
    expect(around).toMatchObject({ shown: "surroundings", agents: 30, ties: 60 });
    expect(around.edges).toHaveLength(7);
  });
});

describe("a large network", () => {
  it("is sampled along its ties, with the same sample for the same number only", async () => {
    const sample = await picture("city", { round: 0 });
    expect(sample).toMatchObject({ shown: "sample", agents: 3_000, ties: 6_000 });
    expect(new Set(sample.nodes.map(({ id }) => id)).size).toBe(1_000);
    // A third of the agents at random would keep a third of their ties.
    expect((2 * sample.edges.length) / 4_000).toBeGreaterThan(0.6);
    expect((await picture("city", { round: 0, sample: 2 })).nodes).not.toEqual(sample.nodes);
    // Later changes far from most of them have little effect.
    const now = new Set((await picture("city")).nodes.map(({ id }) => id));
    expect(sample.nodes.filter(({ id }) => now.has(id)).length).toBeGreaterThan(900);
  });
});

it("refuses outsiders, and networks, agents and rounds that do not exist", async () => {
  await expect(
    services().getNetwork(await people.outsider(), runs.town, networkQuery.parse({})),
  ).rejects.toMatchObject({ code: "notFound" });
  for (const [query, pointer] of [
    [{ network: "Hates" }, "/network"],
    [{ focus: "Person-31" }, "/focus"],
    [{ focus: "Person-3" }, "/focus"],
    [{ focus: "Club-1" }, "/focus"],
    [{ round: 4 }, "/round"],
  ] as const) {
    await expect(
      services().getNetwork(SYSTEM, runs.town, networkQuery.parse(query)),
    ).rejects.toMatchObject({ code: "invalid", problems: [{ pointer }] });
  }
});
