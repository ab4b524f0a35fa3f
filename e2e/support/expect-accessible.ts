import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type axe from "axe-core";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Fails when axe finds a fault against WCAG 2.2 AA in the page as shown, contrast included, in one
 * of the two themes.
 */
export async function expectAccessible(page: Page, view: string): Promise<void> {
  // Without transitions: a colour halfway between two themes has no contrast to measure.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(AXE);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(
      (isDark) => document.documentElement.classList.contains("dark") === isDark,
      colorScheme === "dark",
    );
    const faults = await page.evaluate(async (tags) => {
      await Promise.all(document.getAnimations().map(({ finished }) => finished));
      const { violations } = await window.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
      });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    }, WCAG_22_AA);
    expect(faults, `${view}, ${colorScheme}`).toEqual([]);
  }
}
