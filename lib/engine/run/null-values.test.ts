import { expect, it } from "vitest";
import { scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "./compile-scenario";
import { plausibleAnswer } from "./fixtures/answers";
import { RunMemories } from "./run-memories";
import { openSimulation } from "./simulation";

/** Two persons without an income, in a world without a leader, until news comes. */
const document: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "nulls",
  title: "Values that are missing",
  summary: "Profile, instructions, options, prompts and messages print attributes without a value.",
  instructions: "The leader is {{ world.leader }}.",
  rounds: 2,
  agents: {
    Person: {
      count: 2,
      attributes: { income: { type: "integer", dynamic: true } },
      profile: "You earn {{ self.income }}.",
      memory: { kind: "short", keep: 4 },
    },
  },
  tables: {
    Shop: {
      count: 2,
      attributes: { price: { type: "number", dynamic: true } },
      describe: "costs {{ self.price }}",
    },
  },
  world: {
    leader: { type: "text", init: { constant: null } },
    news: { type: "text", init: { constant: null }, dynamic: true },
  },
  actions: {
    visit: {
      prompt: "News: {{ world.news | default: 'none' }}. Where do you go?",
      inputs: { shop: { type: "ref", from: "Shop" } },
      effects: [
        { tell: "self", text: "They said: {{ world.news }}" },
        { set: "world.news", to: "'Rain'" },
        { set: "self.income", to: "10" },
      ],
    },
  },
  phases: [{ id: "visiting", decide: "Person", do: ["visit"] }],
};

it("names what was empty in each prompt, in messages that are remembered too", () => {
  const simulation = openSimulation(compileScenario(scenario.parse(document)), {
    parameters: {},
    seed: 1,
  });
  const memories = new RunMemories(simulation);
  const perRound: (readonly string[] | undefined)[][] = [];
  for (let step = simulation.step(); step; step = simulation.step()) {
    const requests = simulation
      .plan()
      .map((slot) => ({ slot, request: simulation.request(slot, memories.forSlot(slot)) }));
    if (requests.length > 0) perRound.push(requests.map(({ request }) => request.nullValues));
    const commit = simulation.commit(
      requests.map(({ slot, request }) => {
        const reading = simulation.readAnswer(slot, request.answer, plausibleAnswer(request.model));
        if (!reading.ok) throw new Error(reading.message);
        return { seq: slot.seq, action: reading.action, values: reading.values };
      }),
    );
    for (const entry of commit.memories) memories.add(step.version, entry);
  }
  const [first, second] = perRound;
  expect(first).toEqual([
    ["self.income", "self.price", "world.leader"],
    ["self.income", "self.price", "world.leader"],
  ]);
  // Whoever came first heard nothing, and remembers it; the other heard of the rain.
  expect(second?.map((values) => values?.includes("world.news"))?.sort()).toEqual([false, true]);
  for (const values of second ?? []) expect(values).toContain("self.price");
  for (const values of second ?? []) expect(values).not.toContain("self.income");
});

it("has nothing to name where every value is there", () => {
  const simulation = openSimulation(
    compileScenario(
      scenario.parse({
        ...document,
        instructions: "Answer.",
        agents: { Person: { count: 1, profile: "You are {{ self.id }}." } },
        tables: { Shop: { count: 2, attributes: {}, describe: "{{ self.id }}" } },
        actions: {
          visit: { prompt: "Go.", inputs: { shop: { type: "ref", from: "Shop" } }, effects: [] },
        },
      }),
    ),
    { parameters: {}, seed: 1 },
  );
  for (let step = simulation.step(); step; step = simulation.step()) {
    const requests = simulation.plan().map((slot) => simulation.request(slot, []));
    for (const request of requests) expect(request).not.toHaveProperty("nullValues");
    if (requests.length > 0) return;
    simulation.commit([]);
  }
  throw new Error("nobody was asked");
});
