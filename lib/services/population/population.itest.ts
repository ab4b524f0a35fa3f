import { afterAll, beforeAll, expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { agentQuery } from "@/lib/contracts/population";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
let people: People;
let runId: string;

const services = () => installation.container.services;
const agents = async (search?: string, limit?: number) =>
  services().listAgents(SYSTEM, runId, agentQuery.parse({ type: "Villager", search, limit }));
const ids = async (search: string) => (await agents(search)).agents.map(({ id }) => id);

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  runId =
    (
      await services().startStudy(SYSTEM, {
        document: liveScenario,
        parameters: { villagers: 12 },
        rounds: 2,
        seed: 3,
        replicates: 1,
      })
    ).runIds[0] ?? "";
  // No worker runs yet, so the set-up has created no agents.
  expect(await agents()).toEqual({ agents: [], total: 0, atLeast: false, round: 0 });
  await installation.workHere();
  await installation.settled(runId);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

it("describes agent types with their settable attributes, and questionnaires", async () => {
  const { types, questionnaires } = await services().describePopulation(SYSTEM, runId);
  expect(types.map(({ name }) => name)).toEqual(["Villager", "Elder"]);
  const attributes = Object.fromEntries(
    (types[0]?.attributes ?? []).map((attribute) => [attribute.name, attribute]),
  );
  expect(attributes.trust).toMatchObject({ type: "number", min: 0, max: 10, dynamic: true });
  expect(attributes.friend).toMatchObject({ type: "ref", to: "Villager", dynamic: true });
  expect(attributes.age).toMatchObject({ type: "integer", min: null, dynamic: false });
  expect(questionnaires).toEqual([
    {
      name: "mood",
      label: "Mood",
      items: [
        { name: "happy", label: "happy" },
        { name: "score", label: "Score" },
        { name: "colour", label: "colour" },
      ],
    },
  ]);
});

it("lists current agents by number, id or text", async () => {
  const all = await agents(undefined, 5);
  expect(all).toMatchObject({ total: 12, round: 2 });
  expect(all.agents.map(({ id }) => id)).toEqual([
    "Villager-1",
    "Villager-2",
    "Villager-3",
    "Villager-4",
    "Villager-5",
  ]);
  expect(Object.keys(all.agents[0]?.values ?? {})).toEqual(
    expect.arrayContaining(["age", "trust", "friend"]),
  );
  expect(await ids("1")).toEqual(["Villager-1", "Villager-10", "Villager-11", "Villager-12"]);
  expect(await ids("villager-12")).toEqual(["Villager-12"]);
  expect(await ids(`HIDDEN-${String(all.agents[1]?.values.age)}`)).toContain("Villager-2");
  expect(await ids("nobody at all")).toEqual([]);
  // Matches of a number are counted; a text search stops at the number of agents requested.
  expect(await agents("1", 2)).toMatchObject({
    agents: [{ id: "Villager-1" }, { id: "Villager-10" }],
    total: 4,
    atLeast: false,
  });
  expect(await agents("hidden-", 2)).toMatchObject({
    agents: [{ id: "Villager-1" }, { id: "Villager-2" }],
    total: 2,
    atLeast: true,
  });
  expect(await agents("hidden-", 12)).toMatchObject({ total: 12, atLeast: false });
});

it("refuses outsiders and unknown agent types", async () => {
  const outsider = await people.outsider();
  await expect(services().describePopulation(outsider, runId)).rejects.toMatchObject({
    code: "notFound",
  });
  await expect(
    services().listAgents(outsider, runId, agentQuery.parse({ type: "Villager" })),
  ).rejects.toMatchObject({ code: "notFound" });
  await expect(
    services().listAgents(SYSTEM, runId, agentQuery.parse({ type: "Wizard" })),
  ).rejects.toMatchObject({ code: "invalid", problems: [{ pointer: "/type" }] });
});
