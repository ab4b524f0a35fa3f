import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible";
import { ownOrigin, signIn } from "./support/owner";

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

test("pages of a run are accessible in both themes", async ({ page }) => {
  await signIn(page);
  const started = await page.request.post("/api/studies", {
    headers: ownOrigin(page),
    data: {
      template: "opinion-dynamics",
      name: "Looked at",
      parameters: { voters: 12 },
      rounds: 2,
      seed: 5,
    },
  });
  const { studyId, runIds } = (await started.json()) as { studyId: string; runIds: string[] };
  const run = `/runs/${runIds[0] ?? ""}`;
  await page.goto(run);
  await expect(page.getByText("Completed after 2 rounds")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page, run);
  await checkDialog(page, "Intervene…", /^Message/);
  await checkDialog(page, "Fork…", /^Fork at the start of/);
  await checkPage(page, `/studies/${studyId}`, "Looked at");

  await page.goto(`${run}/decisions`);
  const row = page.getByRole("grid", { name: "Decisions" }).getByRole("row").nth(1);
  await row.press("Enter");
  await expect(page.getByRole("dialog").getByRole("radio", { name: /4/ })).toBeVisible();
  await expectAccessible(page, "decision");
  await checkDialog(page, "Fork with a corrected answer…", /^Post/);
  await page.keyboard.press("Escape");
  await expect(row).toBeFocused();

  await page.goto(`${run}/network`);
  await expect(page.getByRole("application", { name: /All 12 agents/ })).toBeVisible();
  await expectAccessible(page, "network");
  await page.goto(`${run}/interview`);
  await page.getByRole("button", { name: /\bVoter-1\b/ }).press("Enter");
  await expect(page.getByLabel(/^Your question to .*\bVoter-1\b/)).toBeVisible();
  await expectAccessible(page, "interview");
  await page.goto(`${run}/polls`);
  await expect(page.getByText("No polls yet")).toBeVisible();
  await checkDialog(page, "New poll…", /^Question 1/);
  await checkPage(page, `${run}/files`, "Looked at");
});
