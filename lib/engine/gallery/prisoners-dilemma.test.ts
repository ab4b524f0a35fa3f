import { describe, expect, it } from "vitest";
import { prisonersDilemma } from "@/lib/domain/gallery/prisoners-dilemma";
import { createTemplateRunner, type Snapshot } from "./fixtures/template-runner";

const play = createTemplateRunner(prisonersDilemma);

/** The letter for which both get the same number of points, according to the prompt. */
const letterFor = (prompt: string, points: number): string =>
  new RegExp(`choose (\\w), the other chooses \\1: you receive ${points},`).exec(prompt)?.[1] ?? "";
const always = (points: number) => (_: unknown, prompt: string) =>
  JSON.stringify({ why: "so", choice: letterFor(prompt, points) });
const [cooperate, defect] = [always(40), always(25)];
const mixed = (share: number) => (request: { seed: number }, prompt: string) =>
  ((request.seed >>> 3) % 100 < share * 100 ? cooperate : defect)(request, prompt);

const numbers = (snapshot: Snapshot, attribute: string) =>
  snapshot.rows("Player").map((row) => row[attribute]);
const meetings = (snapshot: Snapshot) => {
  const pairs = new Map<string, number>();
  for (const { one, two, stage } of snapshot.rows("Game"))
    if (stage === 1) pairs.set([one, two].join(" "), (pairs.get([one, two].join(" ")) ?? 0) + 1);
  return pairs;
};

describe("the prisoner's dilemma template", () => {
  it("pays the reward after mutual cooperation, the penalty after mutual defection", async () => {
    for (const [answer, points, cooperation] of [
      [cooperate, 40, 1],
      [defect, 25, 0],
    ] as const) {
      const { end, rounds, problems } = await play({
        parameters: { players: 6, rounds: 5 },
        answer,
      });
      expect(problems).toEqual([]);
      expect(new Set(numbers(end, "label"))).toEqual(new Set(["A", "B"]));
      expect(numbers(end, "total")).toEqual(Array(6).fill(5 * points));
      expect(
        rounds
          .slice(1)
          .map((round) => [round["cooperation"], round["bothCooperate"], round["points"]]),
      ).toEqual(Array(5).fill([cooperation, cooperation, points]));
      expect(rounds.at(-1)).toMatchObject({
        score: points,
        bestScore: points,
        worstScore: points,
        overall: cooperation,
      });
    }
  });

  it("pays temptation and sucker's payoff after different choices, by the parameters", async () => {
    const table = { temptation: 9, reward: 7, penalty: 3, sucker: 1 };
    const answer = (_: unknown, prompt: string) =>
      JSON.stringify({
        why: "so",
        choice: letterFor(prompt, prompt.includes("You are a woman") ? 7 : 3),
      });
    const { end, rounds } = await play({
      parameters: { players: 10, rounds: 9, length: 1, ...table },
      answer,
      seed: 2,
    });
    const gender = new Map(end.rows("Player").map((row) => [row.id, row["gender"]]));
    const expected = new Map(end.rows("Player").map(({ id }) => [id, 0]));
    for (const { one, two } of end.rows("Game")) {
      const [first, second] = [
        gender.get(String(one)) === "woman",
        gender.get(String(two)) === "woman",
      ];
      const points = first ? (second ? [7, 7] : [1, 9]) : second ? [9, 1] : [3, 3];
      for (const [position, id] of [one, two].entries())
        expected.set(String(id), (expected.get(String(id)) ?? 0) + (points[position] ?? 0));
    }
    expect(new Map(end.rows("Player").map((row) => [row.id, row["total"]]))).toEqual(expected);
    for (const round of rounds.slice(1))
      expect(
        (round["bothCooperate"] ?? 0) +
          (round["oneCooperates"] ?? 0) +
          (round["noneCooperates"] ?? 0),
      ).toBeCloseTo(1, 10);
    expect(rounds.some((round) => (round["oneCooperates"] ?? 0) > 0)).toBe(true);
  });

  it("pairs everyone with everyone exactly once per cycle, for any match length", async () => {
    for (const [players, matches, length] of [
      [6, 5, 1],
      [6, 5, 3],
      [7, 7, 2],
      [10, 9, 4],
    ] as const) {
      const once = await play({
        parameters: { players, length, end: "known", rounds: matches * length },
        answer: cooperate,
      });
      const pairs = meetings(once.end);
      expect(pairs.size).toBe((players * (players - 1)) / 2);
      expect(new Set(pairs.values())).toEqual(new Set([1]));
      expect(once.end.rows("Game")).toHaveLength(length * pairs.size);
    }
    const twice = await play({
      parameters: { players: 4, length: 2, end: "known", rounds: 12 },
      answer: cooperate,
    });
    expect([...meetings(twice.end).values()]).toEqual(Array(6).fill(2));
  });

  it("pairs nobody twice in a cycle with random match lengths of the configured mean", async () => {
    const { snapshots, end } = await play({
      parameters: { players: 4, rounds: 160, length: 4 },
      answer: cooperate,
    });
    const matches = new Set(end.rows("Game").map(({ match }) => match)).size;
    expect(160 / matches).toBeGreaterThan(3.2);
    expect(160 / matches).toBeLessThan(5);
    const counts = [...meetings(end).values()];
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    const paired =
      snapshots.find(({ key, round }) => key === "pay" && round === 1)?.rows("Player") ?? [];
    for (const { id, other } of paired)
      expect(paired.find((row) => row.id === other)?.["other"]).toBe(id);
  });

  it("measures reciprocity", async () => {
    const titForTat = (_: unknown, prompt: string) => {
      const [current, last] = [
        /of match (\d+)\./.exec(prompt)?.[1],
        [...prompt.matchAll(/In match (\d+) you chose \w, the other chose (\w)/g)].at(-1),
      ];
      const opened = prompt.includes("You are a woman") ? 40 : 25;
      return JSON.stringify({
        why: "so",
        choice: last?.[1] === current ? last?.[2] : letterFor(prompt, opened),
      });
    };
    const { rounds } = await play({ parameters: { end: "known" }, answer: titForTat });
    const later = rounds.filter((_, round) => round > 0 && (round - 1) % 4 > 0);
    expect(later.length).toBe(15);
    for (const { afterCooperation, afterDefection } of later)
      expect([afterCooperation, afterDefection]).toEqual([1, 0]);
    expect(rounds.filter(({ firstRounds }) => firstRounds !== null)).toHaveLength(5);
  });

  it("ignores rounds with a missing answer", async () => {
    const answer = (request: { seed: number }, prompt: string) =>
      prompt.includes("study law") ? "I pass." : cooperate(request, prompt);
    const { end, rounds } = await play({
      parameters: { players: 12, rounds: 3, end: "known", length: 3 },
      answer,
    });
    const players = new Map(end.rows("Player").map((row) => [row.id, row]));
    const silent = [...players.values()].filter(({ field }) => field === "law");
    expect(silent.length).toBeGreaterThan(0);
    for (const { total, other, field } of players.values())
      expect(total).toBe(
        field === "law" || players.get(String(other))?.["field"] === "law" ? 0 : 120,
      );
    expect(rounds[3]?.["cooperation"]).toBe(1);
  });

  it("reveals only what the arm allows, and no meaning of options", async () => {
    const random = await play({ parameters: { players: 4 }, answer: mixed(0.5) });
    for (const prompt of random.prompts) {
      expect(prompt).toContain("probability of 75%");
      expect(prompt).not.toMatch(/20 rounds|of 20|lasts 4/);
    }
    const known = await play({ parameters: { players: 4, end: "known" }, answer: mixed(0.5) });
    for (const prompt of [...random.prompts, ...known.prompts])
      expect(prompt).not.toMatch(
        /cooperat|defect|dilemma|betray|partner|opponent|tempt|sucker|reward|penalt/i,
      );
    expect(known.prompts.every((prompt) => prompt.includes("Every match lasts 4 rounds."))).toBe(
      true,
    );
  });
});
