import { describe, expect, it } from "vitest";
import type { AnswerField } from "@/lib/contracts/reviews";
import {
  formatBounds,
  controlKind,
  prefill,
  parseLines,
  rewriteProblems,
  toRewrite,
} from "./rewrite";

const field = (change: Partial<AnswerField>): AnswerField => ({
  name: "x",
  label: "X",
  type: "text",
  optional: false,
  ...change,
});
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: String(index), label: String(index) }));

describe("controlKind", () => {
  it.each<[Partial<AnswerField>, string]>([
    [{ type: "boolean" }, "yesNo"],
    [{ type: "integer" }, "number"],
    [{ type: "category", options: options(3) }, "choice"],
    [{ type: "ref", options: options(9) }, "select"],
    [{ type: "text" }, "text"],
    [{ type: "list", of: "category", options: options(3) }, "checkboxes"],
    [{ type: "list", of: "text" }, "lines"],
    [{ type: "records" }, "readOnly"],
  ])("gives %o the control %s", (change, kind) => {
    expect(controlKind(field(change))).toBe(kind);
  });
});

describe("a rewritten answer", () => {
  const fields = [
    field({ name: "opinion", type: "number", min: -5, max: 5 }),
    field({ name: "why", maxLength: 10 }),
    field({ name: "whom", type: "ref", options: options(2), optional: true }),
  ];

  it("starts from the agent's own answer", () => {
    expect(prefill(fields, { opinion: 2, why: "tax" })).toEqual({
      opinion: 2,
      why: "tax",
      whom: null,
    });
    expect(prefill(fields, null)).toEqual({ opinion: null, why: "", whom: null });
  });

  it("tells a list of none from no answer", () => {
    const list = field({ type: "list", of: "category", options: options(3) });
    const open = { ...list, optional: true };
    expect(prefill([list], { x: [] })).toEqual({ x: [] });
    for (const values of [{ x: null }, {}, null])
      expect(prefill([open], values)).toEqual({ x: null });
    expect(rewriteProblems([list], { x: [] })).toEqual({});
    expect(rewriteProblems([list], { x: null })).toEqual({ x: "Enter an answer" });
    expect(rewriteProblems([open], { x: null })).toEqual({});
    expect(toRewrite([open], { x: [] })).toEqual({ x: [] });
    expect(toRewrite([open], { x: null })).toEqual({ x: null });
  });

  it("is checked against its fields", () => {
    expect(rewriteProblems(fields, { opinion: 6, why: "much too long", whom: "7" })).toEqual({
      opinion: "At most 5",
      why: "At most 10 characters",
      whom: "Choose one of the options",
    });
    expect(rewriteProblems(fields, { opinion: null, why: "", whom: null })).toEqual({
      opinion: "Enter an answer",
      why: "Enter an answer",
    });
    expect(rewriteProblems([field({ type: "integer" })], { x: 1.5 })).toEqual({
      x: "Enter a whole number",
    });
    expect(rewriteProblems(fields, { opinion: 5, why: "fine", whom: null })).toEqual({});
  });

  it("shows bounds that are valid values", () => {
    expect(formatBounds({ min: -0.927631, max: 1.07237 })).toEqual({ min: "−0.927", max: "1.072" });
    expect(formatBounds({ min: 1, max: 7 })).toEqual({ min: "1", max: "7" });
    expect(formatBounds({})).toEqual({});
  });

  it("sends null for empty optional fields", () => {
    expect(toRewrite([field({ optional: true })], { x: "" })).toEqual({ x: null });
    expect(toRewrite([field({})], { x: "a" })).toEqual({ x: "a" });
  });

  it("parses lists line by line", () => {
    expect(parseLines("a\n\nb ", "text")).toEqual(["a", "b "]);
    expect(parseLines("1\n2.5", "number")).toEqual([1, 2.5]);
    expect(parseLines(" \n", "text")).toBeNull();
  });
});
