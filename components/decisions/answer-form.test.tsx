import { screen, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import type { AnswerField } from "@/lib/contracts/reviews";
import { AnswerForm } from "./answer-form";
import type { Answer } from "./rewrite";

const OPTIONS = [
  { value: "Voter-1", label: "Ada" },
  { value: "Voter-2", label: "Bob" },
];
const MANY = Array.from({ length: 9 }, (_, index) => ({
  value: `Voter-${String(index)}`,
  label: `Agent ${String(index)}`,
}));
const makeField = (change: Partial<AnswerField>): AnswerField => ({
  name: "field",
  label: "Field",
  type: "text",
  optional: false,
  ...change,
});

let current: Answer = {};
const show = (field: AnswerField, start: Answer = {}) => {
  function Form() {
    const [answer, setAnswer] = useState(start);
    current = answer;
    return <AnswerForm fields={[field]} answer={answer} onChange={setAnswer} />;
  }
  return renderInApp(<Form />);
};

describe("AnswerForm", () => {
  test("a yes-or-no question that may stay open", async () => {
    const { user } = show(makeField({ type: "boolean", optional: true }), { field: true });
    const radio = (name: string) => screen.getByRole("radio", { name });
    expect(radio("Yes").getAttribute("aria-checked")).toBe("true");
    await user.click(radio("No"));
    expect(current).toEqual({ field: false });
    await user.click(radio("No answer"));
    expect(current).toEqual({ field: null });
    await expectAccessible();
  });

  test("a number shows its bounds and its problem", async () => {
    const { user } = show(makeField({ type: "integer", min: 1, max: 7 }), { field: 3 });
    expect(screen.getByText("From 1 to 7")).toBeDefined();
    const input = screen.getByRole("spinbutton", { name: "Field" });
    await user.type(input, "0");
    expect(current).toEqual({ field: 30 });
    expect(screen.getByText("At most 7")).toBeDefined();
    await user.clear(input);
    expect(screen.getByText("Enter an answer")).toBeDefined();
    expect(input.getAttribute("aria-invalid")).toBe("true");
    await expectAccessible();
  });

  test.each([
    [{ min: 1 }, "At least 1"],
    [{ max: 7 }, "At most 7"],
  ])("a number bounded on one side (%j) says so", (bounds, hint) => {
    show(makeField({ type: "number", ...bounds }), { field: 3 });
    expect(screen.getByText(hint)).toBeDefined();
  });

  test("few options are radio buttons, many are a list", async () => {
    const { user, unmount } = show(makeField({ type: "ref", options: OPTIONS }));
    await user.click(screen.getByRole("radio", { name: "Bob" }));
    expect(current).toEqual({ field: "Voter-2" });
    await expectAccessible();
    unmount();
    const again = show(makeField({ type: "category", options: MANY, optional: true }));
    const select = screen.getByRole("combobox", { name: "Field" });
    expect(select.textContent).toBe("No answer");
    await again.user.click(select);
    await again.user.click(screen.getByRole("option", { name: "Agent 7" }));
    expect(current).toEqual({ field: "Voter-7" });
  });

  test("a text counts its characters", async () => {
    const { user } = show(makeField({ maxLength: 5 }), { field: "Hell" });
    expect(screen.getByText("4 of 5 characters")).toBeDefined();
    await user.type(screen.getByRole("textbox", { name: "Field" }), "o!");
    expect(screen.getByText("At most 5 characters")).toBeDefined();
  });

  test("a list of options is a group of checkboxes", async () => {
    const { user } = show(makeField({ type: "list", of: "ref", options: OPTIONS }), {
      field: ["Voter-1"],
    });
    const group = within(screen.getByRole("group", { name: "Field" }));
    await user.click(group.getByText("Bob"));
    expect(current).toEqual({ field: ["Voter-1", "Voter-2"] });
    await user.click(group.getByRole("checkbox", { name: "Ada" }));
    expect(current).toEqual({ field: ["Voter-2"] });
    await expectAccessible();
  });

  test("none of the options is an answer, and not the same as none given", async () => {
    const { user } = show(makeField({ type: "list", of: "ref", options: OPTIONS }), {
      field: ["Voter-1"],
    });
    const box = (name: string) => screen.getByRole("checkbox", { name });
    await user.click(box("Ada"));
    expect(current).toEqual({ field: null });
    expect(screen.getByText("Enter an answer")).toBeDefined();
    await user.click(box("None of them"));
    expect(current).toEqual({ field: [] });
    expect(box("None of them").getAttribute("aria-checked")).toBe("true");
    await user.click(box("Bob"));
    expect(current).toEqual({ field: ["Voter-2"] });
    expect(box("None of them").getAttribute("aria-checked")).toBe("false");
    await expectAccessible();
  });

  test("a free list without lines is no answer, until none is chosen", async () => {
    const { user } = show(makeField({ type: "list", of: "text", optional: true }), {
      field: ["a"],
    });
    await user.clear(screen.getByRole("textbox", { name: "Field" }));
    expect(current).toEqual({ field: null });
    await user.click(screen.getByRole("checkbox", { name: "None of them" }));
    expect(current).toEqual({ field: [] });
    await user.type(screen.getByRole("textbox", { name: "Field" }), "b");
    expect(current).toEqual({ field: ["b"] });
    await expectAccessible();
  });

  test("a free list has one item per line", async () => {
    const { user } = show(makeField({ type: "list", of: "integer" }), { field: [1] });
    expect(screen.getByText("One per line")).toBeDefined();
    await user.type(screen.getByRole("textbox", { name: "Field" }), "{Enter}22");
    expect(current).toEqual({ field: [1, 22] });
  });

  test("the turns of a script can be read only", async () => {
    show(makeField({ type: "records" }), { field: ["Ada: Hello", "Bob: Hi"] });
    const text = screen.getByRole("textbox", { name: "Field" });
    expect(text).toHaveProperty("readOnly", true);
    expect(text).toHaveProperty("value", "Ada: Hello\nBob: Hi");
    await expectAccessible();
  });

  test("two forms on one page do not share their controls", async () => {
    const field = makeField({ type: "list", of: "ref", options: OPTIONS });
    const noChange = () => undefined;
    renderInApp(
      <>
        <AnswerForm fields={[field]} answer={{}} onChange={noChange} />
        <AnswerForm fields={[field]} answer={{}} onChange={noChange} />
      </>,
    );
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(screen.getAllByRole("checkbox", { name: "Bob" })).toHaveLength(2);
  });
});
