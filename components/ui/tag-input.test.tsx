import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { Field } from "./field";
import { TagInput } from "./tag-input";

function Form() {
  const [tags, setTags] = useState(["tax"]);
  return (
    <Field label="Tags">
      <TagInput value={tags} onValueChange={setTags} suggestions={["tax", "trust"]} />
    </Field>
  );
}
const shown = () =>
  screen
    .queryAllByRole("button", { name: /^Remove tag/ })
    .map((button) => button.getAttribute("aria-label")?.replace("Remove tag ", ""));

test("adds by Enter, by a comma, by leaving and by pasting several; never twice", async () => {
  const { user } = renderInApp(<Form />);
  const field = screen.getByLabelText("Tags");
  await user.type(field, "one{Enter}two,TAX{Enter}");
  expect(shown()).toEqual(["tax", "one", "two"]);
  await user.click(field);
  await user.paste("three, four , three");
  expect(shown()).toEqual(["tax", "one", "two", "three", "four"]);
  await user.type(field, "five");
  await user.tab();
  expect(shown()).toEqual(["tax", "one", "two", "three", "four", "five"]);
  await expectAccessible();
});

test("Backspace in the empty field and the buttons remove", async () => {
  const { user } = renderInApp(<Form />);
  const field = screen.getByLabelText("Tags");
  await user.type(field, "one{Enter}x{Backspace}");
  expect(shown()).toEqual(["tax", "one"]);
  await user.type(field, "{Backspace}");
  expect(shown()).toEqual(["tax"]);
  await user.click(screen.getByRole("button", { name: "Remove tag tax" }));
  expect(shown()).toEqual([]);
  expect(document.activeElement).toBe(field);
});
