import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { Field } from "./field";
import { Input } from "./input";

test("a field names its control and describes it by hint and error", async () => {
  renderInApp(
    <Field label="Price" hint="Per million tokens" error="Enter a number" required>
      <Input />
    </Field>,
  );
  const input = screen.getByRole("textbox", { name: /Price/ });
  expect(input).toHaveProperty("ariaRequired", "true");
  const described = input.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
    "Per million tokens",
    "Enter a number",
  ]);
  expect(input.getAttribute("aria-invalid")).toBe("true");
  await expectAccessible();
});

test("expectAccessible fails for a control without a label", async () => {
  render(<input />);
  await expect(expectAccessible()).rejects.toThrow(/must have labels/);
});
