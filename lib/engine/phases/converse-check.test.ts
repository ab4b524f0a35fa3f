import { describe, expect, it } from "vitest";
import { describeProblem, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario } from "../run/compile-scenario";
import { minimal } from "../run/fixtures/opinion";
import { conversationScenario } from "./fixtures/conversations";

const ROOM: ScenarioDocument["tables"] = {
  Room: { attributes: { size: { type: "integer" } }, rows: [{ size: 2 }] },
};
const problemsOf = (parts: Partial<ScenarioDocument>): string[] =>
  checkScenario(minimal(parts))
    .map(describeProblem)
    .map((line) => line.replace("/conversations/tea", ""));
/** Problems of a conversation of all agents, or of groups that the phase defines. */
const problemsIn = (change: object, groups?: string): string[] =>
  problemsOf(
    conversationScenario(change, {
      ...(ROOM && { tables: ROOM }),
      ...(groups !== undefined && { groups }),
    }),
  );

describe("the check of a conversation", () => {
  it("accepts valid conversations", () => {
    expect(problemsIn({})).toEqual([]);
    expect(
      problemsIn({
        next: "moderator",
        moderator: "best(Person, p, p.mood)",
        moderation: "{{ self.mood }} {{ turns.size }} {{ members.size }}",
      }),
    ).toEqual([]);
    expect(
      problemsIn(
        {
          members: "Person.filter(p, p.mood > row.size)",
          prompt: "{{ row.size }}",
          maxTurns: "row.size",
          after: [{ forEach: "members", as: "m", do: [{ set: "m.mood", to: "row.size" }] }],
        },
        "Room",
      ),
    ).toEqual([]);
    expect(
      problemsIn({
        inputs: {
          text: { type: "text", maxLength: 80 },
          to: { type: "ref", from: "members.filter(m, m != self)" },
          re: { type: "ref", from: "turns" },
        },
        end: "turns.exists(t, t.to == t.speaker || t.re.to == null)",
      }),
    ).toEqual([]);
  });

  it("requires members, all agents of one type", () => {
    const members = (value: unknown, groups?: string) => problemsIn({ members: value }, groups);
    expect(members(undefined)).toEqual([
      "/phases/0/converse: `members` is missing: give the conversation `members`, or the " +
        "phase `groups`.",
    ]);
    expect(members(undefined, "Room")).toEqual([
      "/phases/0/groups: `members` is missing in the conversation: each group is a row of " +
        "Room, and `members` lists its agents.",
    ]);
    expect(members("Room")).toEqual([
      "/members: The members of a conversation must be agents of one type, but these are " +
        "rows of Room.",
    ]);
    expect(members("first(Person)")).toEqual([
      expect.stringMatching(
        /^\/members: The members of a conversation are a list of agents, and this is a row of P/,
      ),
    ]);
    expect(members("Person.filter(p, p.mod > 1)")).toEqual([
      "/members: Person has no attribute `mod`. (did you mean mood?)",
    ]);
    expect(problemsIn({}, "round")).toEqual([
      "/phases/0/groups: Groups are a list of rows, or a list of lists of agents, and this " +
        "is a number.",
    ]);
    expect(problemsIn({}, "[[1, 2]]")).toEqual([
      "/phases/0/groups: The members of a conversation must be agents of one type, but these " +
        "are a number.",
    ]);
    expect(problemsIn({}, "chunks(Room, 2)")[0]).toMatch(
      /^\/phases\/0\/groups: The members of a conversation must be agents of one type/,
    );
    expect(problemsIn({ members: "Person" }, "[]")).toEqual([
      "/phases/0/groups: The type of “[]” is unknown: groups are lists of agents, or rows.",
    ]);
    expect(
      problemsOf({ ...conversationScenario({}), phases: [{ id: "talk", converse: "te" }] }),
    ).toEqual(["/phases/0/converse: Unknown conversation: `te`. (did you mean tea?)"]);
  });

  it("requires a next speaker that can be determined", () => {
    expect(problemsIn({ next: "moderator" })).toEqual([
      ": `moderator` is missing: name the agent who moderates the conversation.",
    ]);
    expect(problemsIn({ moderator: "first(Room)" })).toEqual([
      "/moderator: A moderator is an agent, and this is a row of Room.",
    ]);
    expect(problemsIn({ next: { expression: "first(Chair)" } })).toEqual([
      expect.stringMatching(/^\/next\/expression: .*a row of Person.*a row of Chair/),
    ]);
    expect(problemsIn({ mode: "script", next: "random" })).toEqual([
      "/next: Whoever writes a script decides who speaks: leave `next` out, or let agents " +
        "speak for themselves.",
    ]);
    expect(problemsIn({ inputs: { next: { type: "boolean" } } })).toEqual([]);
    expect(problemsIn({ next: "lastSpeaker", inputs: { next: { type: "boolean" } } })[0]).toBe(
      "/inputs/next: `next` is known of every turn: choose another name.",
    );
  });

  it("rejects inputs that would hide the fields of a turn", () => {
    expect(
      problemsIn({ inputs: { speaker: { type: "boolean" }, text: { type: "integer" } } }),
    ).toEqual([
      "/inputs/speaker: `speaker` is known of every turn: choose another name.",
      "/inputs/text: `text` is what is said, so it is a text: choose another name for " +
        "anything else.",
    ]);
    expect(problemsIn({ maxTurns: 0 })).toEqual([
      "/maxTurns: A conversation has at least one turn.",
    ]);
    expect(problemsIn({ maxTurns: 5_000 })).toEqual([
      "/maxTurns: A conversation has at most 1000 turns.",
    ]);
  });

  it("knows which names are in scope", () => {
    expect(problemsIn({ prompt: "{{ row.size }}" })[0]).toMatch(
      /^\/prompt: `row` is not defined here/,
    );
    expect(problemsIn({ prompt: "{{ moderator.id }}" })[0]).toMatch(
      /^\/prompt: `moderator` is not defined here/,
    );
    expect(problemsIn({ end: "self.mood > 2" })[0]).toMatch(/^\/end: `self` is not defined here/);
    expect(problemsIn({ mode: "script", prompt: "{{ self.name }}" })[0]).toMatch(
      /^\/prompt: `self` is not defined here/,
    );
    expect(
      problemsIn({ mode: "script", inputs: { heat: { type: "integer", max: "self.mood" } } })[0],
    ).toMatch(/^\/inputs\/heat\/max: `self` is not defined here/);
    expect(
      problemsIn({
        closing: {
          prompt: "",
          effects: [{ set: "self.mood", to: "arg.mod" }],
          inputs: { mood: { type: "integer" } },
        },
      })[0],
    ).toMatch(/^\/closing\/effects\/0\/to: .*`mod`/);
    expect(
      problemsIn({ after: [{ forEach: "turns", as: "t", do: [{ set: "t.text", to: "'x'" }] }] }),
    ).toEqual([
      '/after/0/do/0/set: `text` of tea never changes: declare it `"dynamic": true` to set it.',
    ]);
  });

  it("distinguishes turns from other tables, and requires a conversation for them", () => {
    expect(
      problemsOf({ ...conversationScenario({}), tables: { tea: { attributes: {} } } }),
    ).toContain(": `tea` is already the name of one of the tables.");
    expect(
      problemsOf({
        ...conversationScenario({}),
        measures: {
          said: { value: "count(tea, t, t.speaker.mood > 2 && t.text != '' && t.round == round)" },
          wrong: { value: "count(tea, t, t.speker == null)" },
        },
      }),
    ).toEqual([expect.stringMatching(/^\/measures\/wrong\/value: tea has no attribute `speker`/)]);
    expect(
      problemsOf({
        ...conversationScenario({}),
        views: { mine: { from: "tea", where: "row.speaker == self" } },
      }),
    ).toEqual([]);
    expect(
      problemsOf({
        ...conversationScenario({}),
        phases: [
          { id: "talk", converse: "tea" },
          { id: "write", rules: [{ insert: "tea", row: {} }] },
        ],
      })[0],
    ).toMatch(/^\/phases\/1\/rules\/0\/insert: Unknown table: `tea`/);
  });

  it("checks conversations that no phase uses", () => {
    const unused = (change: object) =>
      problemsOf({ ...conversationScenario(change), phases: [{ id: "nothing", rules: [] }] });
    expect(unused({})).toEqual([]);
    expect(
      unused({ members: "Person.filter(p, p.mood > row.size)", prompt: "{{ row.size }}" }),
    ).toEqual([]);
    expect(unused({ prompt: "{{ self.nam }}" })).toEqual([
      "/prompt: Person has no attribute `nam`. (did you mean name?)",
    ]);
  });
});
