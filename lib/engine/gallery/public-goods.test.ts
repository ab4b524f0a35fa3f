import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publicGoods } from "@/lib/domain/gallery/public-goods";
import { createTemplateRunner, type Snapshot } from "./fixtures/template-runner";

const play = createTemplateRunner(publicGoods);
const players = (snapshot: Snapshot) =>
  snapshot.rows("Player").map((row) => ({
    id: row.id,
    group: row["group"] ?? null,
    n: (name: string) => Number(row[name]),
  }));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Answers the first and second decisions from two lists, in the order of the participants. */
const scripted = (tokens: readonly number[], points: readonly number[]) => {
  const [first, second] = [[...tokens], [...points]];
  return (_: unknown, prompt: string) =>
    JSON.stringify(
      prompt.includes("How many deduction points")
        ? { points: second.shift() ?? 0 }
        : { tokens: first.shift() ?? 0, why: "so" },
    );
};

describe("the public-goods template", () => {
  it("pays what a calculation by hand gives", async () => {
    const answer = scripted([20, 10, 5, 0], [0, 1, 4, /* */ 0, 0, 2, /* */ 0, 0, 1, /* */ 5, 0, 0]);
    const { end, rounds, prompts } = await play({ parameters: { players: 4, periods: 1 }, answer });
    // 35 tokens become 56, 14 for each. Points: 5 + 2 + 1 + 5 assigned; 5, 0, 1 and 7 received. The
    // first cannot lose more than the 14.
    expect(
      players(end).map(({ n }) => [
        n("kept"),
        n("share"),
        n("assigned"),
        n("received"),
        n("earned"),
      ]),
    ).toEqual([
      [0, 14, 5, 5, -5],
      [10, 14, 2, 0, 22],
      [15, 14, 1, 1, 25],
      [20, 14, 5, 7, 8],
    ]);
    expect(rounds[1]).toMatchObject({
      contribution: 8.75,
      freeRiders: 0.25,
      fullContributors: 0.25,
      points: 3.25,
      earnings: 12.5,
      pointsBelow: 8,
      pointsAbove: 5,
    });
    expect(rounds[1]?.["efficiency"]).toBeCloseTo(50 / (4 * 32), 10);
    expect(
      prompts.filter((prompt) =>
        prompt.includes(
          "You put 20 tokens into the project; the other members put 0, 5 and 10. With the 0 " +
            "you kept and 14 tokens from the project, your earnings stand at 14.",
        ),
      ),
    ).toHaveLength(3);
  });

  it("conserves tokens for all parameters and decisions", async () => {
    const parameters = fc.record({
      players: fc.integer({ min: 2, max: 14 }),
      size: fc.integer({ min: 2, max: 5 }),
      periods: fc.integer({ min: 1, max: 3 }),
      endowment: fc.integer({ min: 1, max: 30 }),
      multiplier: fc.double({ min: 0, max: 5, noNaN: true }),
      matching: fc.constantFrom("partners", "strangers"),
      deductions: fc.boolean(),
      cost: fc.double({ min: 0, max: 3, noNaN: true }),
      impact: fc.double({ min: 0, max: 5, noNaN: true }),
      maxPoints: fc.integer({ min: 1, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(parameters, fc.integer({ min: 0, max: 1_000_000 }), async (given, seed) => {
        const { snapshots, end, problems } = await play({ parameters: given, seed });
        expect(problems).toEqual([]);
        const totals = new Map<string, number>();
        for (const snapshot of snapshots.filter(({ key }) => key === "earn")) {
          const matched = players(snapshot).filter(({ group }) => group !== null);
          expect(matched).toHaveLength(given.players - (given.players % given.size));
          for (const group of new Set(matched.map((member) => member.group))) {
            const members = matched.filter((member) => member.group === group);
            expect(members).toHaveLength(given.size);
            const shares = members.map(({ n }) => n("share"));
            expect(sum(shares)).toBeCloseTo(
              given.multiplier * sum(members.map(({ n }) => n("contribution"))),
              8,
            );
            expect(Math.max(...shares)).toBe(Math.min(...shares));
            expect(sum(members.map(({ n }) => n("assigned")))).toBe(
              sum(members.map(({ n }) => n("received"))),
            );
          }
          for (const { id, n } of matched) {
            expect(n("kept") + n("contribution")).toBe(given.endowment);
            const before = n("kept") + n("share");
            expect(n("earned")).toBeCloseTo(
              before - Math.min(before, given.impact * n("received")) - given.cost * n("assigned"),
              8,
            );
            totals.set(id, (totals.get(id) ?? 0) + n("earned"));
          }
        }
        for (const { id, n } of players(end))
          expect(n("total")).toBeCloseTo(totals.get(id) ?? 0, 8);
        if (!given.deductions) expect(end.rows("Deduction")).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it("neither offers nor mentions deduction points if disabled", async () => {
    const { end, prompts, rounds } = await play({
      parameters: { deductions: false, players: 8, periods: 2 },
    });
    expect(prompts).toHaveLength(16);
    for (const prompt of prompts) expect(prompt).not.toMatch(/deduct|points/i);
    expect([end.rows("Deduction"), ...rounds.slice(1).map(({ points }) => points)]).toEqual([
      [],
      0,
      0,
    ]);
  });

  it("has the two extremes: nothing contributed, everything contributed", async () => {
    const [keep, give] = [
      () => JSON.stringify({ tokens: 0, points: 0, why: "" }),
      () => JSON.stringify({ tokens: 20, points: 0, why: "" }),
    ];
    const off = { deductions: false, periods: 2 };
    expect((await play({ parameters: off, answer: keep })).rounds[2]).toMatchObject({
      contribution: 0,
      earnings: 20,
      efficiency: 20 / 32,
      freeRiders: 1,
    });
    expect((await play({ parameters: off, answer: give })).rounds[2]).toMatchObject({
      contribution: 20,
      earnings: 32,
      efficiency: 1,
      fullContributors: 1,
    });
  });

  it("keeps groups of partners and mixes groups of strangers", async () => {
    const groups = async (matching: string) => {
      const { snapshots } = await play({ parameters: { matching, players: 24, periods: 3 } });
      return snapshots
        .filter(({ key }) => key === "earn")
        .map((snapshot) => JSON.stringify(players(snapshot).map(({ group }) => group)));
    };
    expect(new Set(await groups("partners")).size).toBe(1);
    expect(new Set(await groups("strangers")).size).toBe(3);
  });

  it("replaces invalid contributions by the previous one and invalid points by none", async () => {
    const { end } = await play({
      parameters: { players: 4, periods: 2 },
      answer: () => "I would rather not say.",
    });
    expect(players(end).map(({ n }) => [n("contribution"), n("assigned"), n("total")])).toEqual(
      Array(4).fill([10, 0, 52]),
    );
  });

  it("does not mention in prompts what it measures", async () => {
    const { prompts } = await play({ parameters: { players: 8, periods: 2 } });
    for (const prompt of prompts)
      expect(prompt).not.toMatch(/punish|cooperat|free.?rid|fair|altruis|norm\b/i);
  });
});
