import { describe, expect, it } from "vitest";
import type { Commit, Simulation } from "../base/contract";
import type { Interruptible } from "../base/interruptible";
import { LIMITS } from "../base/limits";
import { charge } from "../expressions/errors";
import { toEvaluator } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { drawsFor } from "../random";
import { compileScenario } from "../run/compile-scenario";
import { minimal } from "../run/fixtures/opinion";
import { openSimulation } from "../run/simulation";
import { World } from "../world/world";
import { effects as effectList, type ScenarioDocument } from "@/lib/domain/scenario";

type Effects = NonNullable<ScenarioDocument["interventions"]>[number]["do"];

/** A context without a world, for expressions that read none. */
const openContext = () => ({
  world: new World([]),
  vars: {},
  draws: drawsFor(1, 1, "rules", ""),
});

const AGENTS = 12;

/** `depth` loops within each other, each over all agents. */
const nested = (depth: number, inner: Effects): Effects =>
  depth === 0
    ? inner
    : [{ forEach: "Person", as: `p${depth}`, do: nested(depth - 1, inner) }, ...inner];

function ready(
  effects: Effects,
  document: Partial<ScenarioDocument> = {},
  options: { readonly effectsPerStep?: number } = {},
): Simulation {
  const simulation = openSimulation(
    compileScenario(
      minimal({
        agents: {
          Person: {
            count: AGENTS,
            profile: "You are a person.",
            attributes: { coins: { type: "number", init: 0, dynamic: true } },
          },
        },
        world: {
          count: { type: "number", init: 0, dynamic: true },
          last: { type: "text", init: "''", dynamic: true },
        },
        phases: [{ id: "rules", rules: effects }],
        rounds: 2,
        ...document,
      }),
    ),
    { parameters: {}, seed: 1, ...options },
  );
  simulation.commit([]);
  return simulation;
}

/** Counts how often work yields. */
function finish(work: Interruptible<Commit>): { commit: Commit; yields: number } {
  for (let yields = 0; ; yields += 1) {
    const next = work.next();
    if (next.done) return { commit: next.value, yields };
  }
}

const COUNT: Effects = [{ set: "world.count", to: "world.count + 1" }];

describe("effects that take long", () => {
  it("yield within nested loops, and compute the same as without a yield", () => {
    const effects: Effects = [
      ...nested(4, COUNT),
      { let: { twice: "world.count * 2" }, do: [{ set: "world.last", to: "text(twice)" }] },
    ];
    const whole = ready(effects).commit([]);
    const { commit, yields } = finish(ready(effects).commitInterruptibly([]));
    expect(yields).toBeGreaterThan(5);
    expect(commit.digest).toBe(whole.digest);
    const world = commit.rows.find(({ id }) => id === "world-1");
    const count = AGENTS ** 4 + AGENTS ** 3 + AGENTS ** 2 + AGENTS + 1;
    expect(world?.data).toMatchObject({ count, last: String(2 * count) });
  });

  it("yield between evaluations of long expressions, in rules and in decisions' order", () => {
    const effects: Effects = [
      {
        forEach: "Person",
        as: "p",
        do: [
          {
            set: "p.coins",
            to: "sum(Person, a, sum(Person, b, sum(Person, c, sum(Person, d, 1))))",
          },
        ],
      },
    ];
    const { commit, yields } = finish(ready(effects).commitInterruptibly([]));
    expect(yields).toBeGreaterThan(2);
    expect(commit.rows.filter(({ table }) => table === "Person")[0]?.data).toEqual({
      coins: AGENTS ** 4,
    });
  });

  it("yield in interventions of the document, and in live ones", () => {
    const scheduled = ready([], {
      interventions: [{ id: "often", at: "round == 1", do: nested(4, COUNT) }],
    });
    expect(finish(scheduled.commitInterruptibly([])).yields).toBeGreaterThan(5);
    const often = effectList.parse(nested(4, COUNT));
    const live = ready([]);
    const { commit, yields } = finish(
      live.interveneInterruptibly({ number: 1, label: "often", effects: often }),
    );
    expect(yields).toBeGreaterThan(5);
    expect(commit.digest).toBe(
      ready([]).intervene({ number: 1, label: "often", effects: often }).digest,
    );
  });

  it("stop an expression that alone takes too many steps, and leave the rest of the budget", () => {
    const steps = 2 * LIMITS.expressionSteps;
    const context = { ...openContext(), budget: { steps } };
    const evaluator = (cost: number) =>
      toEvaluator("/phases/0/rules/0/to", "sum(…)", (scope) => charge(scope, cost, "sum(…)"));
    evaluator(LIMITS.expressionSteps)(context);
    expect(context.budget.steps).toBe(LIMITS.expressionSteps);
    context.budget.steps = steps;
    let failure: unknown;
    try {
      evaluator(LIMITS.expressionSteps + 1)(context);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(ScenarioRuntimeError);
    expect(failure).toMatchObject({ pointer: "/phases/0/rules/0/to" });
    expect(String(failure)).toContain("too many steps");
  });

  it("end with the place in the document after fewer effects where a play allows fewer", () => {
    const simulation = ready(nested(6, COUNT), {}, { effectsPerStep: 1_000 });
    expect(() => simulation.commit([])).toThrow(/Too many effects .*\(\/phases\/0\/rules\/0\/do/);
  });
});
