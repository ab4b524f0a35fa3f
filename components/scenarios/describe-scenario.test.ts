import { expect, it } from "vitest";
import { describePhase, scenario } from "@/lib/domain/scenario";
import {
  phaseCondition,
  describeAttribute,
  describeInput,
  describeTable,
} from "./describe-scenario";

const document = scenario.parse({
  schema: "microcosm/scenario/1",
  name: "small",
  title: "Small",
  summary: "",
  instructions: "",
  rounds: 2,
  agents: {
    Voter: {
      label: "voter",
      count: 3,
      profile: "",
      attributes: {
        party: { type: "category", options: ["left", "right"], visible: "public" },
        opinion: { type: "number", dynamic: true },
      },
    },
  },
  actions: { post: { label: "Write a post", prompt: "" }, wait: { prompt: "" } },
  tables: {
    Post: { attributes: { text: { type: "text" }, likes: { type: "integer", label: "Likes" } } },
    Ballot: {},
  },
  questionnaires: { exit: { label: "Exit survey", items: {} } },
  phases: [
    { id: "a", decide: "Voter", do: ["post", "wait"], order: "random" },
    { id: "b", ask: "exit", who: "Voter", if: "round == 2" },
    { id: "c", decide: "Voter", do: ["post"] },
    { id: "d", rules: [] },
  ],
});

it("describes a schedule in sentences", () => {
  expect(document.phases.map((phase) => describePhase(phase, document))).toEqual([
    "Each voter chooses among Write a post or wait, one at a time in random order.",
    "Each voter answers the questionnaire “Exit survey”.",
    "Each voter decides on Write a post, simultaneously.",
    "Rules change the world without model calls.",
  ]);
  expect(document.phases.map(phaseCondition)).toEqual([null, "round == 2", null, null]);
});

it("describes attributes and answers", () => {
  expect(Object.values(document.agents.Voter!.attributes).map(describeAttribute)).toEqual([
    "left / right · public",
    "number · private · changes",
  ]);
  expect(describeInput({ type: "text", maxLength: 280, minLength: 0, optional: false })).toBe(
    "text of up to 280 characters",
  );
  expect(describeInput({ type: "category", options: ["a", "b"], optional: true })).toBe(
    "one of: a, b, or none",
  );
});

it("describes a table by its columns, if it has any", () => {
  expect(Object.values(document.tables).map(describeTable)).toEqual([
    "Table: text, Likes",
    "Table",
  ]);
});
