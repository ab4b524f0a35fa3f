import { describe, expect, it } from "vitest";
import { rumour } from "@/lib/domain/gallery/rumour";
import type { ModelRequest } from "../base/ports";
import { createTemplateRunner, type TemplateRun } from "./fixtures/template-runner";

const play = createTemplateRunner(rumour);

type Answer = (request: ModelRequest, prompt: string) => string;

const isJudging = (prompt: string): boolean => prompt.includes('"accuracy"');

/** Takes the same action about every report, or ignores it if that action is not offered. */
const always =
  (what: string): Answer =>
  (_, prompt) =>
    JSON.stringify(
      isJudging(prompt)
        ? { accuracy: 5 }
        : { what: prompt.includes(`"${what}"`) ? what : "leave it", comment: null },
    );

const measured = ({ rounds }: TemplateRun, name: string): number[] =>
  rounds.map((measures) => measures[name]!);

describe("rumour", () => {
  it("keeps the sum of ignorants, spreaders and stiflers equal to the population", async () => {
    const run = await play({ parameters: { people: 40, rounds: 5 } });
    const kinds = ["ignorants", "spreaders", "stiflers"].map((name) => measured(run, name));
    for (const round of [0, 1, 2, 3, 4, 5])
      expect(kinds.reduce((sum, kind) => sum + kind[round]!, 0)).toBeCloseTo(40, 9);
    for (const kind of kinds) expect(kind[5]).toBeGreaterThan(0);
    const pairs = run.end
      .rows("Sighting")
      .map(({ person, story }) => `${String(person)} ${String(story)}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(run.problems).toEqual([]);
  });

  it("never decreases reach, and never exceeds the population", async () => {
    const run = await play({ parameters: { people: 30, rounds: 7 }, answer: always("pass it on") });
    for (const name of ["reachAccurate", "reachFalse", "reachEveryday", "reachSurprising"]) {
      const reach = measured(run, name);
      expect(reach).toEqual([...reach].sort((left, right) => left - right));
      expect(reach.slice(0, 2)).toEqual([0, expect.any(Number)]);
      expect(reach[1]).toBeLessThan(1);
      expect(reach.at(-1)).toBe(1);
    }
  });

  it("lets only those post whom a report reached, and spreads it one step per post", async () => {
    const { end } = await play({ parameters: { people: 40, rounds: 5, reports: 8 } });
    const [sightings, messages] = [end.rows("Sighting"), end.rows("Message")];
    const ties = new Set(
      end
        .rows("Contacts")
        .flatMap(({ source, target }) => [
          `${String(source)} ${String(target)}`,
          `${String(target)} ${String(source)}`,
        ]),
    );
    expect(messages.length).toBeGreaterThan(20);
    const seen = new Map(
      sightings.map((row) => [`${String(row["person"])} ${String(row["story"])}`, row]),
    );
    for (const { author, story, round } of messages)
      expect(seen.get(`${String(author)} ${String(story)}`)!["round"]).toBeLessThanOrEqual(
        Number(round),
      );
    for (const { person, story, depth, round } of sightings.filter(
      (row) => row["first"] === false,
    )) {
      const sources = messages.filter(
        (row) =>
          row["story"] === story &&
          row["kind"] === "passed on" &&
          row["round"] === round &&
          row["depth"] === Number(depth) - 1,
      );
      expect(sources.some(({ author }) => ties.has(`${String(author)} ${String(person)}`))).toBe(
        true,
      );
    }
  });

  it("reaches only the first readers if everyone ignores it", async () => {
    const run = await play({
      parameters: { people: 40, firstReaders: 4, attention: 1 },
      answer: always("leave it"),
    });
    expect(measured(run, "ignorants").slice(1)).toEqual(Array.from({ length: 6 }, () => 36));
    expect(measured(run, "depthFalse").at(-1)).toBe(0);
    for (const { status } of run.end.rows("Sighting")) expect(status).toBe("left");
  });

  it("treats an invalid answer as ignoring the report", async () => {
    const run = await play({
      parameters: { people: 20, attention: 1, rounds: 1 },
      answer: () => "hm",
    });
    expect(measured(run, "beliefFalse")).toEqual([undefined, null]);
    expect(run.end.rows("Sighting").map(({ status }) => status)).toEqual(
      Array.from({ length: 12 }, () => "left"),
    );
  });

  it("tells who checks a report whether it is true, and asks again in the next round", async () => {
    const run = await play({
      parameters: { people: 20, attention: 1, findable: 1, rounds: 2 },
      answer: always("look into it first"),
    });
    const second = run.prompts.filter(
      (prompt) =>
        prompt.includes("Earlier this reached you, and you looked into it") && !isJudging(prompt),
    );
    expect(second).toHaveLength(12);
    for (const prompt of second) {
      expect(prompt).toMatch(/What you found out: The /);
      expect(prompt).not.toContain('"look into it first"');
    }
    expect(measured(run, "lookedInto").at(-1)).toBe(1);
  });

  it("distinguishes agents who can tell accurate from false reports", async () => {
    const looks = always("look into it first");
    const isDenied = (prompt: string): boolean =>
      /What you found out: (?:The library's|The water works)/.test(prompt);
    const knows: Answer = (request, prompt) =>
      isJudging(prompt)
        ? JSON.stringify({ accuracy: isDenied(prompt) ? 1 : 9 })
        : looks(request, prompt);
    const run = await play({
      parameters: { people: 20, attention: 1, findable: 1, rounds: 3 },
      answer: knows,
    });
    expect(
      ["discernment", "right", "beliefFalse"].map((name) => measured(run, name).at(-1)),
    ).toEqual([8, 1, 1]);
  });

  it("asks for a judgement only if enabled, and shows corrections only if they exist", async () => {
    const plain = await play({ parameters: { people: 30, rounds: 4 } });
    const treated = await play({
      parameters: { people: 30, rounds: 4, askFirst: true, correction: true, correctionRound: 2 },
    });
    const asked = (run: TemplateRun): boolean[] => run.prompts.map(isJudging);
    expect(asked(plain)).toEqual(
      [...asked(plain)].sort((left, right) => Number(left) - Number(right)),
    );
    expect(asked(treated)[0]).toBe(true);
    expect(asked(treated)).toContain(false);
    const decisions = treated.prompts.filter((prompt) => !isJudging(prompt));
    expect(decisions.every((prompt) => prompt.includes("you answered "))).toBe(true);
    expect(
      [plain, treated].map(({ prompts }) =>
        prompts.some((prompt) => prompt.includes("information office")),
      ),
    ).toEqual([false, true]);
  });

  it("does not reveal in prompts which reports are accurate or what is compared", async () => {
    const { prompts } = await play({ parameters: { people: 30, reports: 8 } });
    expect(prompts.length).toBeGreaterThan(60);
    for (const prompt of prompts)
      expect(prompt).not.toMatch(/rumou?r|surpris|false|misinformation|treatment/i);
  });
});
