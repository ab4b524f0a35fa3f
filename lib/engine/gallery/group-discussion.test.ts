import { describe, expect, it } from "vitest";
import { groupDiscussion } from "@/lib/domain/gallery/group-discussion";
import type { ModelRequest } from "../base/ports";
import { type Data, createTemplateRunner, type TemplateRun } from "./fixtures/template-runner";

const play = createTemplateRunner(groupDiscussion);

type Fact = Data & { readonly id: string };

const TABLE = groupDiscussion.tables!["Fact"]!.rows!;
const FACTS = new Map(TABLE.map((fact) => [String(fact["text"]), fact as Data]));
const NOTE =
  /(?:"(Note-\d+)": |- |Notes read out: |(?<=\.) )([Tt]he [a-z ]+): ([^\n]*?\.)(?=[\n) ]|$)/g;

/** Reads the options in a prompt, each with its number of facts in favour minus facts against. */
function balance(prompt: string): Map<string, number> {
  const known = new Map<string, string>();
  for (const [, , place, text] of prompt.matchAll(NOTE)) known.set(text!, place!.toLowerCase());
  const sums = new Map<string, number>();
  for (const [text, place] of known)
    sums.set(place, (sums.get(place) ?? 0) + (FACTS.get(text)!["good"] === true ? 1 : -1));
  return sums;
}

const favourite = (prompt: string): string =>
  [...balance(prompt)].sort(
    ([left, one], [right, other]) => other - one || (left < right ? -1 : 1),
  )[0]![0];

/** Judges by its own facts and reads out the notes that support its favourite. */
const honest =
  (suits: (fact: Data) => boolean) =>
  (_: ModelRequest, prompt: string): string => {
    const place = favourite(prompt);
    if (!prompt.includes('"favours"'))
      return JSON.stringify({
        place,
        ...(prompt.includes('"sure"') ? { sure: 5 } : {}),
        ...(prompt.includes('"heard"') ? { heard: 4 } : {}),
      });
    const [shared = "", own = ""] = prompt.split("Answer with one JSON object");
    const notes = [...own.matchAll(NOTE)]
      .filter(([, , , text]) => suits(FACTS.get(text!)!) && !shared.includes(text!))
      .map(([, id]) => id!);
    return JSON.stringify({ text: "Listen.", notes: notes.slice(0, 2), favours: place });
  };

const everything = honest(() => true);
const unshared = honest((fact) => fact["shared"] === false);
const shared = honest((fact) => fact["shared"] === true);

const by = <Row extends Data>(rows: readonly Row[], attribute: string): Map<unknown, Row[]> => {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) groups.set(row[attribute], [...(groups.get(row[attribute]) ?? []), row]);
  return groups;
};

const endOf = ({ rounds }: TemplateRun): Readonly<Record<string, number | null>> => rounds.at(-1)!;

describe("group discussion", () => {
  it.each([4, 6])(
    "divides the notes among %i members: shared notes to all, each other note to one",
    async (size) => {
      const { end } = await play({ parameters: { groups: 2, size, turns: 1 } });
      const notes = new Map(end.rows("Note").map((note) => [note.id, note]));
      const facts = new Map(end.rows("Fact").map((fact): [string, Fact] => [fact.id, fact]));
      const owners = by(end.rows("Knowledge"), "note");
      expect([notes.size, owners.size]).toEqual([2 * TABLE.length, 2 * TABLE.length]);
      const factOf = (note: unknown): Fact => facts.get(String(notes.get(String(note))!["fact"]))!;
      for (const [note, holders] of owners)
        expect(holders).toHaveLength(factOf(note)["shared"] === true ? size : 1);
      const parts = [
        ...by(
          end.rows("Knowledge").filter(({ note }) => factOf(note)["shared"] === false),
          "member",
        ).values(),
      ].map((rows) => rows.length);
      expect(parts).toHaveLength(2 * size);
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
    },
  );

  it("hides the best option from single members and reveals it to all notes", async () => {
    for (const size of [3, 6, 8]) {
      const [scattered, complete] = [
        await play({ parameters: { size, groups: 3, turns: 1 }, answer: everything }),
        await play({
          parameters: { size, groups: 3, turns: 1, notes: "complete" },
          answer: everything,
        }),
      ];
      expect([endOf(scattered)["bestBefore"], endOf(complete)["bestBefore"]]).toEqual([0, 1]);
      expect(new Set(scattered.end.rows("Panel").map(({ best }) => best)).size).toBe(3);
    }
  });

  it("finds the best option if members share private notes only", async () => {
    const parameters = { groups: 3, early: false };
    const [pooled, repeated] = [
      await play({ parameters, answer: unshared }),
      await play({ parameters, answer: shared }),
    ];
    expect(endOf(pooled)).toMatchObject({
      bestBefore: 0,
      unsharedMentioned: 1,
      sharedMentioned: 0,
      bestVotes: 1,
      bestDecisions: 1,
      unanimous: 1,
      bestAfter: 1,
      changed: 1,
      repetition: 1,
    });
    expect(endOf(repeated)).toMatchObject({
      bestBefore: 0,
      unsharedMentioned: 0,
      bestVotes: 0,
      bestDecisions: 0,
      bestAfter: 0,
    });
    expect(endOf(repeated)["sharedMentioned"]).toBeGreaterThan(0.9);
  });

  it("ends every discussion at the limit or when all have spoken and agree", async () => {
    const run = await play({ parameters: { groups: 3, size: 4, turns: 2 } });
    const panels = run.end.rows("Panel");
    const turns = run.end.rows("Discussion");
    expect(panels.reduce((sum, panel) => sum + Number(panel["turns"]), 0)).toBe(turns.length);
    for (const panel of panels) expect(panel["turns"]).toBeGreaterThanOrEqual(4);
    for (const panel of panels) expect(panel["turns"]).toBeLessThanOrEqual(8);
    const agreed = await play({
      parameters: { groups: 3, size: 4, turns: 2, notes: "complete" },
      answer: everything,
    });
    expect(agreed.end.rows("Panel").map((panel) => panel["turns"])).toEqual([4, 4, 4]);
    const patient = await play({
      parameters: { groups: 3, size: 4, turns: 2, notes: "complete", early: false },
      answer: everything,
    });
    expect(patient.end.rows("Panel").map((panel) => panel["turns"])).toEqual([8, 8, 8]);
  });

  it("lets members speak one after another", async () => {
    const run = await play({ parameters: { groups: 2, size: 5, turns: 3, early: false } });
    for (const turns of by(run.end.rows("Discussion"), "conversation").values()) {
      const speakers = turns.map(({ speaker }) => speaker);
      expect(new Set(speakers.slice(0, 5)).size).toBe(5);
      expect(speakers).toEqual([0, 1, 2].flatMap(() => speakers.slice(0, 5)));
    }
  });

  it("counts votes and gives no advice after a tie", async () => {
    const run = await play({ parameters: { groups: 9, size: 4, turns: 1 } });
    const votes = by(run.end.rows("Member"), "group");
    for (const { number, choice, unanimous } of run.end.rows("Panel")) {
      const counts = [...by(votes.get(number)!, "vote").entries()]
        .map(([place, rows]) => [place, rows.length] as const)
        .sort(([, one], [, other]) => other - one);
      expect(choice).toBe(counts[0]![1] === counts[1]?.[1] ? null : counts[0]![0]);
      expect(unanimous).toBe(counts.length === 1);
    }
    expect(run.problems).toEqual([]);
  });

  it("shows members their own and all shared notes, but not the best option", async () => {
    const { prompts } = await play({ parameters: { groups: 2, early: false }, answer: shared });
    const secrets = [...FACTS.values()]
      .filter((fact) => fact["shared"] === false)
      .map((fact) => String(fact["text"]));
    for (const prompt of prompts) {
      expect(secrets.filter((text) => prompt.includes(text)).length).toBeLessThanOrEqual(4);
      expect(prompt).not.toMatch(/unshared|hidden|scattered|consensus|null\b/i);
    }
    const last = prompts.filter((prompt) => prompt.includes('"heard"'));
    expect(last).toHaveLength(8);
    for (const prompt of last) expect(prompt.match(/- (?:You|[A-Z][a-z]+): “/g)).toHaveLength(12);
    const control = await play({ parameters: { groups: 1, notes: "complete" } });
    expect(control.prompts.some((prompt) => prompt.includes("not all the same"))).toBe(false);
  });
});
