import { expect, it } from "vitest";
import { answerInput } from "../scenario";
import { answerScale } from "./answer-scale";

const scale = (input: unknown) => answerScale(answerInput.parse(input));

it("lists every option and every point, whoever chose it", () => {
  expect(scale({ type: "boolean" })).toEqual(["true", "false"]);
  expect(scale({ type: "category", options: ["never", "often"] })).toEqual(["never", "often"]);
  expect(scale({ type: "integer", min: 1, max: 4 })).toEqual(["1", "2", "3", "4"]);
  expect(scale({ type: "integer", min: "-1", max: "1" })).toEqual(["-1", "0", "1"]);
  expect(scale({ type: "integer", min: 0, max: 10 })).toHaveLength(11);
  expect(scale({ type: "list", of: { type: "category", options: ["a", "b"] } })).toEqual([
    "a",
    "b",
  ]);
});

it.each([
  [{ type: "integer", min: 0 }],
  [{ type: "integer", min: 0, max: 100 }],
  [{ type: "integer", min: 0, max: "self.money" }],
  [{ type: "integer", min: 3, max: 1 }],
  [{ type: "number", min: 0, max: 1 }],
  [{ type: "category", options: "Party.map(p, p.name)" }],
  [{ type: "category", options: Array.from({ length: 31 }, (_, index) => `o${index}`) }],
  [{ type: "text" }],
  [{ type: "list", of: { type: "text" } }],
])("has no scale where the answers are open or many: %j", (input) => {
  expect(scale(input)).toBeNull();
});
