import { describe, expect, it } from "vitest";
import { citizensAssembly } from "@/lib/domain/gallery/citizens-assembly";
import type { ModelRequest } from "../base/ports";
import { plausibleAnswer } from "../run/fixtures/answers";
import { type TemplateRun, createTemplateRunner } from "./fixtures/template-runner";

const play = createTemplateRunner(citizensAssembly);
const small = { members: 13, tableSize: 4, sessions: 2, turns: 7 };

/** Answers like `plausibleAnswer`, with some fields fixed. */
const fixing =
  (fixed: (prompt: string) => Readonly<Record<string, unknown>>) =>
  (request: ModelRequest, prompt: string) => {
    const answer = JSON.parse(plausibleAnswer(request)) as Record<string, unknown>;
    const changes = Object.entries(fixed(prompt)).filter(([key]) => Object.hasOwn(answer, key));
    return JSON.stringify({ ...answer, ...Object.fromEntries(changes) });
  };

const inOrder = <Item>(items: readonly Item[]): Item[] =>
  [...items].sort((left, right) => (String(left) < String(right) ? -1 : 1));
const turnsOf = ({ end }: TemplateRun) =>
  end.rows("deliberation").map((turn) => ({
    conversation: Number(turn["conversation"]),
    round: Number(turn["round"]),
    turn: Number(turn["turn"]),
    speaker: String(turn["speaker"]),
    settled: turn["settled"],
  }));
const grouped = <Item, Key>(items: readonly Item[], key: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

describe("the citizens' assembly template", () => {
  it("assigns everyone to one table per session, where all join the conversation", async () => {
    const run = await play({ parameters: small });
    expect(run.problems).toEqual([]);
    const seatings = run.snapshots
      .filter(({ key }) => key === "seating")
      .map((snapshot) => grouped(snapshot.rows("Member"), (member) => member["table"]));
    expect(
      seatings.map((tables) => inOrder([...tables.values()].map(({ length }) => length))),
    ).toEqual([
      [4, 4, 5],
      [4, 4, 5],
    ]);
    expect(
      JSON.stringify([...(seatings[0]?.values() ?? [])].map((table) => table.map(({ id }) => id))),
    ).not.toBe(
      JSON.stringify([...(seatings[1]?.values() ?? [])].map((table) => table.map(({ id }) => id))),
    );
    const closings = run.decisions.filter(({ kind }) => kind === "closing");
    for (const round of [1, 2])
      expect(
        inOrder(closings.filter((closing) => closing.round === round).map(({ agent }) => agent)),
      ).toEqual(inOrder(run.end.rows("Member").map(({ id }) => id)));
    expect(new Set(turnsOf(run).map(({ conversation }) => conversation)).size).toBe(6);
  });

  it("gives the floor to members whom the facilitator names, up to the limit", async () => {
    const run = await play({ parameters: small });
    for (const turns of grouped(turnsOf(run), (turn) => turn.conversation).values()) {
      expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, index) => index + 1));
      expect(turns.length).toBeLessThanOrEqual(small.turns);
      const [{ round, speaker: first } = { round: 0, speaker: "" }] = turns;
      const seating = run.snapshots.find(
        (snapshot) => snapshot.key === "seating" && snapshot.round === round,
      );
      const tables = new Map(
        [...(seating?.rows("Member") ?? []), ...(seating?.rows("Facilitator") ?? [])].map(
          ({ id, table }) => [id, table],
        ),
      );
      const here = run.decisions.filter(
        (decision) =>
          decision.round === round &&
          ["next", "turn"].includes(decision.kind) &&
          tables.get(decision.agent) === tables.get(first),
      );
      expect(here.map(({ kind, agent }) => [kind, agent.split("-")[0]])).toEqual(
        turns.flatMap(() => [
          ["next", "Facilitator"],
          ["turn", "Member"],
        ]),
      );
      expect(here.map(({ agent, values }) => values?.["next"] ?? agent)).toEqual(
        turns.flatMap(({ speaker }) => [speaker, speaker]),
      );
    }
  });

  it("ends a conversation early only after all have spoken and the last asks to end", async () => {
    const parameters = { ...small, members: 8, sessions: 1, turns: 20 };
    const talkative = await play({ parameters, answer: fixing(() => ({ settled: false })) });
    expect(
      [...grouped(turnsOf(talkative), ({ conversation }) => conversation).values()].map(
        ({ length }) => length,
      ),
    ).toEqual([20, 20]);
    const brief = await play({ parameters, answer: fixing(() => ({ settled: true })) });
    for (const turns of grouped(turnsOf(brief), ({ conversation }) => conversation).values()) {
      expect(new Set(turns.map(({ speaker }) => speaker)).size).toBe(
        turns.length < 20 ? 4 : new Set(turns.map(({ speaker }) => speaker)).size,
      );
      expect(new Set(turns.slice(0, -1).map(({ speaker }) => speaker)).size).toBeLessThan(4);
    }
  });

  it("counts every ballot once and finds the winner of an instant runoff", async () => {
    // First choices 5, 4, 3 and 1: mixed use and then workplaces are eliminated, and their voters'
    // next choice is the park.
    const ballots = [
      ...Array(5).fill(["flats", "workplaces"]),
      ...Array(4).fill(["park", "flats"]),
      ...Array(3).fill(["workplaces", "park", "flats"]),
      ["mixed use", "workplaces", "park"],
    ] as string[][];
    const left = [...ballots];
    const { end, rounds } = await play({
      parameters: small,
      answer: fixing((prompt) =>
        prompt.includes("Rank the four proposals") ? { ranking: left.shift() } : {},
      ),
    });
    expect(inOrder(end.rows("Ballot").map(({ ranking }) => ranking))).toEqual(inOrder(ballots));
    expect(end.rows("world")[0]).toMatchObject({ winner: "park", ballots: 13, counts: 3 });
    expect(rounds.at(-1)).toMatchObject({
      ballots: 13,
      firstFlats: 5 / 13,
      firstPark: 4 / 13,
      firstWorkplaces: 3 / 13,
      firstMixed: 1 / 13,
      finalShare: 8 / 13,
    });
  });

  it("measures the shift and the dispersion of opinions", async () => {
    const parameters = { ...small, members: 8, turns: 2, events: false };
    const still = await play({
      parameters,
      answer: fixing(() => ({ flats: 8, park: 2, workplaces: 5, mixed: 5 })),
    });
    expect(still.rounds[2]).toMatchObject({
      flats: 8,
      park: 2,
      change: 0,
      polarisation: 0,
      extremity: 1.5,
    });
    const moved = await play({
      parameters,
      answer: fixing((prompt) =>
        prompt.includes("Before the first session all")
          ? { flats: 8, park: 2, workplaces: 5, mixed: 5 }
          : { flats: 4, park: 2, workplaces: 6, mixed: 5 },
      ),
    });
    expect(moved.rounds[1]).toMatchObject({ flats: 4, change: 1.25 });
    const split = await play({
      parameters,
      answer: fixing((prompt) => ({
        flats: prompt.includes(", a woman of") ? 10 : 0,
        park: 5,
        workplaces: 5,
        mixed: 5,
      })),
    });
    const women = split.end.rows("Member").filter(({ gender }) => gender === "woman").length;
    expect(split.rounds[2]?.["polarisation"]).toBeCloseTo(
      Math.sqrt((100 * women * (8 - women)) / 8 / 7) / 4,
      10,
    );
    expect(split.rounds[2]?.["polarisationBefore"]).toBe(split.rounds[2]?.["polarisation"]);
  });

  it("groups like-minded members if the parameter says so", async () => {
    const { snapshots } = await play({
      parameters: { ...small, members: 24, sessions: 1, turns: 2, seating: "like-minded" },
    });
    const seating = snapshots.find(({ key }) => key === "seating")?.rows("Member") ?? [];
    const pairs = new Set(
      seating.map(({ table, favourite }) => `${String(table)} ${String(favourite)}`),
    );
    const [tables, favourites] = [
      new Set(seating.map(({ table }) => table)).size,
      new Set(seating.map(({ favourite }) => favourite)).size,
    ];
    expect(favourites).toBeGreaterThan(2);
    // Members are sorted by favourite, so a table has two favourites only at the border between
    // them.
    expect(pairs.size).toBeLessThanOrEqual(tables + favourites - 1);
  });

  it("reports generated events to everyone from the second session on, if enabled", async () => {
    const { decisions, end, commits } = await play({ parameters: small });
    expect(
      decisions
        .filter(({ kind }) => kind === "narration")
        .map(({ agent, round }) => [agent, round]),
    ).toEqual([["world-1", 2]]);
    const [event] = end.rows("Event");
    const messages = commits
      .flatMap(({ memories }) => memories)
      .filter(({ text }) => text.includes("local newspaper"));
    expect(messages).toHaveLength(13);
    for (const { text } of messages)
      expect(text).toBe(
        `Before session 2 you read in the local newspaper: “${String(event?.["text"])}”`,
      );
    const quiet = await play({ parameters: { ...small, turns: 2, events: false } });
    expect([
      quiet.end.rows("Event"),
      quiet.prompts.filter((prompt) => /newspaper/.test(prompt)),
    ]).toEqual([[], []]);
  });

  it("writes biographies once for their owners only, and keeps ratings private", async () => {
    const answer = fixing((prompt) => ({
      biography: `Life of ${/The facts: ([A-Za-z ]+),/.exec(prompt)?.[1] ?? ""}.`,
      flats: 9,
      park: 9,
      workplaces: 9,
      mixed: 9,
    }));
    const { prompts, end } = await play({ parameters: small, answer });
    const names = end.rows("Member").map(({ name }) => String(name));
    expect(new Set(names).size).toBe(13);
    const persons = prompts.filter(
      (prompt) =>
        /You are [A-Z][a-z]+ [A-Z]/.test(prompt) &&
        !prompt.includes("the facilitator of one table"),
    );
    expect(persons.length).toBeGreaterThan(100);
    for (const prompt of persons) {
      const own = /You are ([A-Z][a-z]+ [A-Z][a-z]+),/.exec(prompt)?.[1];
      expect([...prompt.matchAll(/Life of ([A-Za-z ]+)\./g)].map(([, name]) => name)).toEqual([
        own,
      ]);
    }
    for (const prompt of prompts.filter((one) => one.includes("the facilitator of one table")))
      expect(prompt).not.toMatch(/Life of|flats 9/);
  });
});
