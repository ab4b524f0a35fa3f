import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { epidemic } from "@/lib/domain/gallery/epidemic";
import { type TemplateRun, createTemplateRunner } from "./fixtures/template-runner";

const play = createTemplateRunner(epidemic);
const always =
  (week: string, mask = false) =>
  () =>
    JSON.stringify({ why: "as before", week, mask });
const OUT = "go out as usual, and to the market";

const states = (snapshot: TemplateRun["end"]) =>
  new Map(snapshot.rows("Resident").map(({ id, state }) => [id, state]));
const ORDER = ["susceptible", "infectious", "recovered"];

describe("the epidemic template", () => {
  it("moves residents only from susceptible to infectious to recovered", async () => {
    const parameters = fc.record({
      residents: fc.integer({ min: 5, max: 20 }),
      weeks: fc.integer({ min: 1, max: 5 }),
      firstCases: fc.integer({ min: 0, max: 6 }),
      r0: fc.double({ min: 0, max: 20, noNaN: true }),
      recovery: fc.double({ min: 0.01, max: 1, noNaN: true }),
      symptomatic: fc.double({ min: 0, max: 1, noNaN: true }),
      errands: fc.double({ min: 0, max: 1, noNaN: true }),
      maskEffect: fc.double({ min: 0, max: 1, noNaN: true }),
      marketContacts: fc.integer({ min: 0, max: 30 }),
      marketCloses: fc.integer({ min: 0, max: 4 }),
      reports: fc.boolean(),
      paidLeave: fc.boolean(),
      appeal: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(parameters, fc.integer({ min: 0, max: 1_000_000 }), async (given, seed) => {
        const { rounds, snapshots, problems } = await play({
          parameters: { ...given, acquaintances: 4 },
          seed,
        });
        expect(problems).toEqual([]);
        for (const { susceptible, infectious, recovered } of rounds)
          expect((susceptible ?? 0) + (infectious ?? 0) + (recovered ?? 0)).toBe(given.residents);
        rounds
          .slice(1)
          .forEach(({ recovered }, index) =>
            expect(recovered).toBeGreaterThanOrEqual(rounds[index]?.["recovered"] ?? 0),
          );
        snapshots.slice(1).forEach((snapshot, index) => {
          const before = states(snapshots[index]!);
          for (const [id, state] of states(snapshot))
            expect([0, 1]).toContain(
              ORDER.indexOf(String(state)) -
                (before.has(id) ? ORDER.indexOf(String(before.get(id))) : 0),
            );
        });
      }),
      { numRuns: 12 },
    );
  });

  it("infects only residents who met an infectious one, at the place of the contact", async () => {
    const { snapshots, end } = await play({
      parameters: { residents: 40, r0: 8, weeks: 6 },
      seed: 5,
    });
    const infections = end.rows("Infection");
    expect(infections.length).toBeGreaterThan(8);
    expect(new Set(infections.map(({ place }) => place)).size).toBeGreaterThan(1);
    const ties = new Set(
      end
        .rows("Contacts")
        .flatMap(({ source, target }) => [
          `${String(source)} ${String(target)}`,
          `${String(target)} ${String(source)}`,
        ]),
    );
    for (const { from, to, place, round } of infections) {
      const planned = new Map(
        snapshots
          .find((snapshot) => snapshot.key === "plan" && snapshot.round === round)
          ?.rows("Resident")
          .map((row) => [row.id, row]),
      );
      const [source, target] = [planned.get(String(from)), planned.get(String(to))];
      expect([source?.["state"], target?.["state"]]).toEqual(["infectious", "susceptible"]);
      if (place === "home") expect(source?.["home"]).toBe(target?.["home"]);
      else expect([source?.["plan"], target?.["plan"]]).not.toContain("home");
      if (place === "contacts") expect(ties).toContain(`${String(from)} ${String(to)}`);
      if (place === "market")
        expect([source?.["plan"], target?.["plan"]]).toEqual(["market", "market"]);
    }
    const ever = end.rows("Resident").filter(({ state }) => state !== "susceptible").length;
    expect(ever).toBe(infections.length + 5);
  });

  it("infects no one without infectious residents, transmission or exposure", async () => {
    const none = await play({ parameters: { r0: 0, residents: 30 }, answer: always(OUT) });
    expect(none.end.rows("Infection")).toEqual([]);
    const clean = await play({ parameters: { firstCases: 0, r0: 20 }, answer: always(OUT) });
    expect([clean.end.rows("Infection"), clean.stopped]).toEqual([
      [],
      "Nobody is infectious any more.",
    ]);
    const masked = await play({
      parameters: { r0: 20, residents: 30, maskEffect: 1 },
      answer: always(OUT, true),
    });
    expect(masked.end.rows("Infection").filter(({ place }) => place !== "home")).toEqual([]);
  });

  it("spreads only at home while all stay there, and less than when all go out", async () => {
    const attack = async (answer: () => string) => {
      let total = 0;
      for (const seed of [1, 2, 3]) {
        const { rounds, end } = await play({
          parameters: { residents: 40, weeks: 5, r0: 5 },
          seed,
          answer,
        });
        total += rounds.at(-1)?.["attackRate"] ?? 0;
        if (answer === atHome)
          expect(end.rows("Infection").every(({ place }) => place === "home")).toBe(true);
      }
      return total / 3;
    };
    const atHome = always("stay at home");
    const [home, errands, masked, out] = [
      await attack(atHome),
      await attack(always("go out only for work and errands")),
      await attack(always(OUT, true)),
      await attack(always(OUT)),
    ];
    expect(home).toBeLessThan(errands);
    expect(errands).toBeLessThan(out);
    expect(home).toBeLessThan(masked);
    expect(masked).toBeLessThan(out);
    expect(out).toBeGreaterThan(0.5);
  });

  it("infects as many in the first generation as the reproduction number predicts", async () => {
    // Everyone recovers after one week, so the infections of week 1 come from the first cases.
    const counts: number[] = [];
    for (let seed = 1; seed <= 10; seed += 1) {
      const { end } = await play({
        parameters: { residents: 200, firstCases: 10, r0: 2, recovery: 1, weeks: 1 },
        seed,
        answer: always(OUT),
      });
      counts.push(end.rows("Infection").length / 10);
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeGreaterThan(1.5);
    expect(mean).toBeLessThan(2.3);
  });

  it("closes the market when the rule applies, and announces it", async () => {
    const { prompts, rounds, end } = await play({
      parameters: { marketCloses: 3, weeks: 4, residents: 20, r0: 5 },
      answer: (_, prompt) =>
        always(prompt.includes("market is closed") ? "go out as usual" : OUT)(),
    });
    expect(rounds.slice(1).map(({ crowd }) => crowd)).toEqual([20, 20, 0, 0]);
    expect(
      end.rows("Infection").filter(({ place, round }) => place === "market" && Number(round) >= 3),
    ).toEqual([]);
    expect(prompts.filter((prompt) => prompt.includes("The weekly market is closed")).length).toBe(
      40,
    );
  });
});
