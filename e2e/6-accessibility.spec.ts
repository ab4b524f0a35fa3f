import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible";
import { signIn } from "./support/owner";

/** Checks a page in both themes once its heading is there. */
async function checkPage(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: heading, exact: true }).first()).toBeVisible();
  await expectAccessible(page, path);
}

/**
 * Opens a dialog with the keyboard and checks it once it has its first field; Escape returns the
 * focus to where it was.
 */
async function checkDialog(page: Page, button: string, field: RegExp): Promise<void> {
  const opener = page.getByRole("button", { name: button });
  await opener.press("Enter");
  const dialog = page.getByRole("dialog").last();
  await expect(dialog.getByLabel(field)).toBeVisible();
  await expectAccessible(page, `dialog of “${button}”`);
  await page.keyboard.press("Escape");
  await expect(dialog.getByLabel(field)).toHaveCount(0);
  await expect(opener).toBeFocused();
}

test("pages outside of runs are accessible in both themes", async ({ page }) => {
  await signIn(page);
  await expectAccessible(page, "/studies");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await expectAccessible(page, "command palette");
  await checkPage(page, "/scenarios", "Scenarios");
  await checkPage(page, "/scenarios/opinion-dynamics", "Opinions on a carbon tax among friends");
  await checkPage(page, "/scenarios/import", "Import a scenario file");
  await checkPage(page, "/data", "Data");
  await checkPage(page, "/models", "Models");
  await checkDialog(page, "Add endpoint", /^Display name/);
  await checkPage(page, "/nothing", "Page not found");
  await page.context().clearCookies();
  await checkPage(page, "/sign-in", "Sign in");
});
