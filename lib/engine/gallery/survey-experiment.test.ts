import { describe, expect, it } from "vitest";
import { surveyExperiment } from "@/lib/domain/gallery/survey-experiment";
import { parseScenario } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import { plausibleAnswer } from "../run/fixtures/answers";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

const parsed = parseScenario(surveyExperiment);
if (!parsed.ok) throw new Error("the template cannot be read");
const scenario = compileScenario(parsed.scenario);

type Request = Parameters<typeof plausibleAnswer>[0];
const textOf = ({ messages }: Request): string => messages.map(({ content }) => content).join("\n");

const play = async (
  parameters: Record<string, number>,
  answer: (request: Request) => string = plausibleAnswer,
  seed = 1,
) => {
  const simulation = openSimulation(scenario, { parameters, seed });
  const prompts: string[] = [];
  const { commits, decisions } = await simulate(simulation, (request) => {
    prompts.push(textOf(request));
    return answer(request);
  });
  const final = new Map(commits.at(-1)?.measures.map(({ name, value }) => [name, value]));
  return {
    plans: simulation.world.rows("Plan"),
    respondents: simulation.world.rows("Respondent"),
    prompts,
    decisions,
    final,
    commits,
  };
};

/**
 * Effect of a level on the probability of being chosen. All possible differences between two plans
 * are below one half.
 */
const PART_WORTHS: Readonly<Record<string, number>> = {
  "at all times": -0.1,
  "from 8 a.m. to 8 p.m. every day": 0.04,
  "every five minutes": 0.08,
  "5 euros a month": -0.02,
  "15 euros a month": -0.08,
  "30 euros a month": -0.16,
  "experts on traffic from a university": 0.06,
};

/**
 * Chooses by the part-worths, with noise from the seed of the request, so that the probability is
 * linear in their sum.
 */
const byPartWorths = (request: Request): string => {
  const [, first, second] =
    /Plan A\n([\s\S]*)Plan B\n([\s\S]*)Please read/.exec(textOf(request)) ?? [];
  if (first === undefined || second === undefined) return plausibleAnswer(request);
  const worth = (plan: string) =>
    [...plan.matchAll(/: (.*)\n/g)].reduce(
      (sum, [, level = ""]) => sum + (PART_WORTHS[level] ?? 0),
      0,
    );
  const noise = (Math.imul(request.seed, 0x9e3779b1) >>> 0) / 4_294_967_296 - 0.5;
  const prefersA = worth(first) - worth(second) > noise;
  return JSON.stringify({
    choice: prefersA ? "Plan A" : "Plan B",
    ratingA: prefersA ? 5 : 3,
    ratingB: 4,
    reason: "It suits me.",
  });
};

const FEATURES = ["hours", "exempt", "buses", "cost", "author"] as const;

const levels = (feature: (typeof FEATURES)[number]): number => (feature === "cost" ? 4 : 3);

/** χ² of counts with equal expectation. */
const chiSquare = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};
const frequencies = (values: readonly unknown[]): number[] => [
  ...values
    .reduce<Map<unknown, number>>(
      (counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1),
      new Map(),
    )
    .values(),
];

describe("the conjoint survey experiment", () => {
  it("draws all levels equally often and independently of each other and the agent", async () => {
    const { plans, respondents, final } = await play({ respondents: 300, tasks: 4 });
    expect(plans).toHaveLength(2_400);
    // The 0.9999 quantile of χ² is 21.1 with 3 degrees of freedom and 37.4 with 11.
    for (const feature of FEATURES) {
      for (const side of ["A", "B"])
        expect(
          chiSquare(
            frequencies(plans.filter((plan) => plan["side"] === side).map((plan) => plan[feature])),
          ),
        ).toBeLessThan(21.1);
      for (const other of FEATURES.filter((name) => name > feature)) {
        const cells = frequencies(
          plans.map((plan) => `${String(plan[feature])}/${String(plan[other])}`),
        );
        expect(cells).toHaveLength(levels(feature) * levels(other));
        expect(chiSquare(cells)).toBeLessThan(37.4);
      }
    }
    expect(final.get("balanceLevels")).toBeLessThan(0.04);
    expect(Math.abs(final.get("balanceDrivers") ?? 1)).toBeLessThan(0.1);
    // The features have 120 orders; each of the five should be first equally often.
    expect(
      chiSquare(frequencies(respondents.map(({ order }) => (order as readonly string[])[0]))),
    ).toBeLessThan(23.6);
  });

  it("recovers the effects of its respondents, and none if they have none", async () => {
    const { final, plans } = await play({ respondents: 500, tasks: 4 }, byPartWorths);
    expect(plans.every(({ chosen }) => typeof chosen === "boolean")).toBe(true);
    const planted = {
      hoursDay: 0.04,
      hoursAlways: -0.1,
      exemptTrades: 0,
      exemptElectric: 0,
      busesTen: 0,
      busesFive: 0.08,
      costLow: -0.02,
      costMiddle: -0.08,
      costHigh: -0.16,
      authorLot: 0,
      authorExperts: 0.06,
    };
    // Four standard errors of a difference between two shares of about 1,000 to 1,300 plans.
    for (const [name, effect] of Object.entries(planted))
      expect(Math.abs((final.get(name) ?? 9) - effect), name).toBeLessThan(0.08);
    expect(final.get("costHigh")).toBeLessThan(-0.1);
    expect(final.get("standardError")).toBeCloseTo(Math.sqrt(0.5 / 1_000), 2);
    expect(Math.abs((final.get("choseA") ?? 0) - 0.5)).toBeLessThan(0.05);
    expect(final.get("agreement")).toBe(1);
  });

  it("shows the drawn plans in the respondent's own order, and records the answers", async () => {
    const { prompts, plans, respondents, decisions } = await play({ respondents: 12, tasks: 3 });
    const comparisons = prompts.filter((prompt) => prompt.includes("Plan A\n"));
    expect(comparisons).toHaveLength(36);
    comparisons.forEach((prompt, index) => {
      const [task, who] = [Math.floor(index / 12) + 1, respondents[index % 12]!];
      const pair = plans.filter((plan) => plan["respondent"] === who.id && plan["task"] === task);
      expect(pair.map(({ side }) => side)).toEqual(["A", "B"]);
      const shown = [...prompt.matchAll(/Plan [AB]\n((?:- .*\n)+)/g)].map(([, lines = ""]) =>
        lines
          .trim()
          .split("\n")
          .map((line) => line.replace(/^- .*: /, "")),
      );
      expect(shown).toEqual(
        pair.map((plan) => (who["order"] as readonly string[]).map((feature) => plan[feature])),
      );
      const answered = decisions.find(
        ({ phase, round, agent }) => phase === "comparison" && round === task && agent === who.id,
      )?.values;
      expect(pair.map(({ chosen }) => chosen)).toEqual(
        ["Plan A", "Plan B"].map((plan) => answered?.["choice"] === plan),
      );
      expect(pair.map(({ rating }) => rating)).toEqual([
        answered?.["ratingA"],
        answered?.["ratingB"],
      ]);
    });
    for (const prompt of prompts)
      expect(prompt).not.toMatch(
        /random|baseline|\bAMCE\b|feature|condition\b|treatment|experiment/i,
      );
  });

  it("asks general questions once, and counts only valid answers", async () => {
    const { decisions, final } = await play(
      { respondents: 10, tasks: 2 },
      () => "I would rather not say",
    );
    expect(decisions.filter(({ phase }) => phase === "background")).toHaveLength(10);
    expect(decisions.filter(({ phase }) => phase === "comparison")).toHaveLength(20);
    expect([
      final.get("answered"),
      final.get("choseA"),
      final.get("costHigh"),
      final.get("agreement"),
    ]).toEqual([0, null, null, null]);
    const usable = await play({ respondents: 10, tasks: 2 });
    expect(usable.final.get("answered")).toBe(1);
    expect(
      usable.commits
        .flatMap(({ measures }) => measures)
        .filter(({ problem }) => problem !== undefined && problem !== "There is no value."),
    ).toEqual([]);
  });

  it("draws the same plans regardless of the number of pairs", async () => {
    const drawn = async (parameters: Record<string, number>) =>
      new Map(
        (await play(parameters)).plans.map((plan) => [
          `${String(plan["respondent"])}/${String(plan["task"])}/${String(plan["side"])}`,
          FEATURES.map((feature) => plan[feature]).join("; "),
        ]),
      );
    const [small, many] = [
      await drawn({ respondents: 10, tasks: 2 }),
      await drawn({ respondents: 10, tasks: 4 }),
    ];
    expect(small.size).toBe(40);
    for (const [key, features] of small) expect(many.get(key)).toBe(features);
  });
});
