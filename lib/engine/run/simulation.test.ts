import { describe, expect, it } from "vitest";
import { scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "./compile-scenario";
import { ScenarioError, SimulationError } from "../base/errors";
import { plausibleAnswer } from "./fixtures/answers";
import { minimal, OPINION } from "./fixtures/opinion";
import { worldRows } from "./fixtures/rows";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

const open = (
  parts: Partial<ScenarioDocument>,
  options: { rounds?: number; parameters?: Record<string, number> } = {},
) => openSimulation(compileScenario(minimal(parts)), { parameters: {}, seed: 1, ...options });

describe("openSimulation", () => {
  it("takes the number of rounds from the parameters or the options", () => {
    const parts: Partial<ScenarioDocument> = {
      parameters: { length: { type: "integer", default: 4 } },
      rounds: "param.length * 2",
    };
    expect(open(parts).rounds).toBe(8);
    expect(open(parts, { parameters: { length: 3 } })).toMatchObject({
      rounds: 6,
      version: 0,
      digest: null,
    });
    expect(open(parts, { rounds: 2 }).rounds).toBe(2);
  });

  it("rejects invalid rounds and parameters with their pointers", () => {
    expect(() => open({ rounds: "1 / 2" })).toThrow(ScenarioError);
    expect(() => open({ rounds: "1 / 2" })).toThrow(/^\/rounds: .*not 0\.5/);
    expect(() => open({}, { parameters: { voters: 3 } })).toThrow(/unknown parameter/);
  });
});

describe("compileScenario", () => {
  it("rejects invalid scenarios", () => {
    expect(() => open({ measures: { wrong: { value: "count(Nobody)" } } })).toThrow(
      /^\/measures\/wrong\/value: /,
    );
  });
});

describe("a simulation", () => {
  it("creates world, tables, agents and networks in the first step", () => {
    const sim = openSimulation(compileScenario(scenario.parse(OPINION)), {
      parameters: { voters: 20 },
      seed: 1,
    });
    expect(sim.plan()).toEqual([]);
    const commit = sim.commit([]);
    expect([...new Set(worldRows(commit).map(({ table }) => table))]).toEqual([
      "world",
      "Voter",
      "Friends",
    ]);
    expect(commit.rows.filter(({ table }) => table === "Friends")).toHaveLength(80);
    expect(commit.measures.map(({ name, round }) => [name, round])).toEqual([
      ["polarisation", 0],
      ["crossTies", 0],
    ]);
    expect([sim.version, commit.version, commit.digest]).toEqual([1, 1, sim.digest]);
  });

  it("gives inline rows their values, and generated ones those of their inits", () => {
    const sim = open({
      tables: {
        Firm: {
          attributes: { name: { type: "text" }, size: { type: "integer", init: "5 + 1" } },
          rows: [{ name: "Acme", size: 3 }, { name: "Bolt" }],
        },
        Job: {
          attributes: { firm: { type: "ref", to: "Firm", init: "best(Firm, f, f.size)" } },
          count: 2,
        },
      },
    });
    expect(
      worldRows(sim.commit([]))
        .filter(({ table }) => table !== "Person")
        .map(({ id, data }) => [id, data]),
    ).toEqual([
      ["world-1", {}],
      ["Firm-1", { name: "Acme", size: 3 }],
      ["Firm-2", { name: "Bolt", size: 6 }],
      ["Job-1", { firm: "Firm-2" }],
      ["Job-2", { firm: "Firm-2" }],
    ]);
  });

  it("computes round measures after each round and the others at the end of the run", async () => {
    const sim = openSimulation(compileScenario(scenario.parse(OPINION)), {
      parameters: { voters: 10 },
      seed: 1,
      rounds: 2,
    });
    const run = await simulate(sim, plausibleAnswer);
    const measures = run.commits.map(({ step, measures: values }) =>
      `${step.round} ${step.key}: ${values.map(({ name }) => name).join(" ")}`.trim(),
    );
    expect(measures).toEqual([
      "0 setup: polarisation crossTies",
      "1 interventions:",
      "1 speak:",
      "1 read:",
      "1 rewire: polarisation crossTies",
      "2 interventions:",
      "2 speak:",
      "2 read:",
      "2 rewire: polarisation crossTies posts",
    ]);
  });

  it("records a measure that cannot be computed as missing, with the reason", () => {
    const commit = open({
      measures: {
        ratio: { value: "1 / 0" },
        mean: { value: "mean(Person.filter(p, p.id == 'x').map(p, 1))" },
        any: { value: "count(Person) == 3" },
      },
    }).commit([]);
    expect(commit.measures.map(({ name, value }) => [name, value])).toEqual([
      ["ratio", null],
      ["mean", null],
      ["any", 1],
    ]);
    expect(commit.measures[0]?.problem).toBe("The result is not a finite number.");
    expect(commit.measures[1]?.problem).toBeTypeOf("string");
  });

  it("computes final measures when it stops early", async () => {
    const sim = open({
      rounds: 9,
      phases: [
        { id: "check", rules: [{ stop: "round == 2", reason: "Settled." }] },
        { id: "later", rules: [] },
      ],
      measures: { people: { value: "count(Person)" }, last: { value: "round", at: "end" } },
    });
    const run = await simulate(sim, plausibleAnswer);
    expect(run.stopped).toBe("Settled.");
    expect(run.commits.at(-1)).toMatchObject({
      stopped: "Settled.",
      step: { round: 2, key: "check" },
      measures: [
        { name: "people", value: 3 },
        { name: "last", value: 2 },
      ],
    });
  });

  it("fails with round, step, location and expression when its rules fail", () => {
    const sim = open({
      world: { price: { type: "number", init: 1, dynamic: true } },
      phases: [{ id: "market", rules: [{ set: "world.price", to: "1 / (round - 1)" }] }],
    });
    sim.commit([]);
    expect(() => sim.commit([])).toThrow(SimulationError);
    const again = open({
      phases: [
        { id: "market", rules: [{ stop: "first(Person.filter(p, p.id == 'x')).id == 'y'" }] },
      ],
    });
    again.commit([]);
    expect(() => again.commit([])).toThrow(
      /^Round 1, market: .*first\(Person.*\(\/phases\/0\/rules\/0\/stop\)\.$/,
    );
  });

  it("stops expressions and loops that exceed their limits", () => {
    const runaway = open({
      agents: {
        Person: {
          count: 2_000,
          profile: "",
          attributes: { mark: { type: "number", init: 0, dynamic: true } },
        },
      },
      phases: [
        {
          id: "loop",
          rules: [
            {
              forEach: "Person",
              as: "a",
              do: [
                {
                  forEach: "Person",
                  as: "b",
                  do: [
                    { when: false, do: [] },
                    { when: false, do: [] },
                    { when: false, do: [] },
                    { when: false, do: [] },
                    { when: false, do: [] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    runaway.commit([]);
    expect(() => runaway.commit([])).toThrow(/Too many effects in one step/);
    const measured = open({
      agents: { Person: { count: 3_000, profile: "" } },
      actions: {
        think: { prompt: "{{ view.crowd | size }}", inputs: { ok: { type: "boolean" } } },
      },
      views: {
        crowd: {
          from: "Person",
          where: "Person.exists(a, Person.exists(b, a == b && a == self && false))",
        },
      },
      phases: [{ id: "act", decide: "Person", do: ["think"] }],
    });
    measured.commit([]);
    expect(() => measured.request(measured.plan()[0]!, [])).toThrow(/too many steps/);
  });

  it("cannot go back", () => {
    const sim = open({});
    sim.commit([]);
    expect(() => sim.load([], { version: 0, digest: null })).toThrow(/cannot go back/);
  });
});
