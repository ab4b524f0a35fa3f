import { describe, expect, it } from "vitest";
import { parsePart, questionnaire, RESERVED_NAMES } from "@/lib/domain/scenario";
import {
  emptyPoll,
  toFormPointer,
  toItems,
  newItem,
  parsePollForm,
  type ItemForm,
  type PollForm,
} from "./poll-form";

const item = (change: Partial<ItemForm>): ItemForm => ({
  ...newItem(1),
  label: "Do you trust it?",
  ...change,
});
const poll = (change: Partial<PollForm>): PollForm => ({
  ...emptyPoll(null, "Voter"),
  items: [item({})],
  ...change,
});
const problemsOf = (change: Partial<PollForm>) => {
  const read = parsePollForm(poll(change));
  return read.ok ? [] : read.problems.map(({ pointer }) => pointer);
};

describe("items", () => {
  it("have the format of a questionnaire of a scenario", () => {
    const items = toItems([
      item({}),
      item({ label: "How much?", type: "integer", min: 1, max: 7 }),
      item({ label: "Which?", type: "category", options: "left\n right \n\nleft" }),
      item({ label: "Why?", type: "text" }),
    ]);
    expect(items).toEqual({
      do_you_trust_it: { type: "boolean", label: "Do you trust it?" },
      how_much: { type: "integer", label: "How much?", min: 1, max: 7 },
      which: { type: "category", label: "Which?", options: ["left", "right"] },
      why: { type: "text", label: "Why?" },
    });
    expect(parsePart(questionnaire, { items })).toMatchObject({ ok: true });
  });

  it("have unique, valid names whatever the question is", () => {
    const labels = ["Why?", "why", "Äußern Sie sich!", "1 or 2?", "???", "World", "x".repeat(300)];
    const items = toItems(labels.map((label) => item({ label, type: "text" })));
    expect(Object.keys(items)).toEqual([
      "why",
      "why_2",
      "au_ern_sie_sich",
      "q_1_or_2",
      "question",
      "q_world",
      "x".repeat(40),
    ]);
    expect(parsePart(questionnaire, { items })).toMatchObject({ ok: true });
    for (const name of RESERVED_NAMES)
      expect(Object.keys(toItems([item({ label: name })]))[0]).toBe(`q_${name}`);
  });
});

it("sends a questionnaire by name, or items with an introduction that is no template", () => {
  expect(parsePollForm(poll({ questionnaire: "exit", sample: "all", label: " Exit " }))).toEqual({
    ok: true,
    input: { questionnaire: "exit", label: "Exit", agentType: "Voter", sample: { kind: "all" } },
  });
  expect(parsePollForm(poll({ intro: "About {{ you }}" }))).toMatchObject({
    ok: true,
    input: { intro: 'About {{ "{{" }} you }}', sample: { kind: "random", size: 20 } },
  });
});

it("converts every kind of sample", () => {
  expect(parsePollForm(poll({ sample: "where", where: " self.age > 60 " }))).toMatchObject({
    ok: true,
    input: { sample: { kind: "where", where: "self.age > 60" } },
  });
  expect(parsePollForm(poll({ sample: "agents", agents: "3, Voter-5" }))).toMatchObject({
    ok: true,
    input: { sample: { kind: "agents", agents: ["Voter-3", "Voter-5"] } },
  });
});

it("points to the invalid field", () => {
  expect(problemsOf({ items: [item({}), item({ label: " " })] })).toEqual(["/items/1/label"]);
  expect(problemsOf({ items: [item({ type: "integer", min: 7, max: 7 })] })).toEqual([
    "/items/0/max",
  ]);
  expect(problemsOf({ items: [item({ type: "category", options: "only\nonly" })] })).toEqual([
    "/items/0/options",
  ]);
  expect(problemsOf({ sample: "random", size: 0 })).toEqual(["/sample/size"]);
  expect(problemsOf({ sample: "where" })).toEqual(["/sample/where"]);
  expect(problemsOf({ sample: "agents", agents: "Firm-1" })).toEqual(["/sample/agents"]);
  expect(problemsOf({ questionnaire: "exit", items: [item({ label: "" })] })).toEqual([]);
});

it("maps a problem with an item to its field", () => {
  const items = [item({ label: "Why?" }), item({ label: "How?" })];
  expect(toFormPointer("/items/how/max", items)).toBe("/items/1/max");
  expect(toFormPointer("/items/how", items)).toBe("/items/1/label");
  expect(toFormPointer("/sample/where", items)).toBe("/sample/where");
});
