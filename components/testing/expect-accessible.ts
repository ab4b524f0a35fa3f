import axe from "axe-core";
import { expect } from "vitest";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Fails when axe finds a fault against WCAG 2.2 AA in `container`, the whole page by default.
 * Contrast is left to the browser tests: jsdom computes no colours.
 */
export async function expectAccessible(container: Element = document.body): Promise<void> {
  const { violations } = await axe.run(container, {
    runOnly: { type: "tag", values: WCAG_22_AA },
    rules: { "color-contrast": { enabled: false } },
    resultTypes: ["violations"],
  });
  const faults = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}\n  ${html}`),
  );
  expect(faults.join("\n")).toBe("");
}
