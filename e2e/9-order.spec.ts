import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible";
import { signIn, startRun } from "./support/owner";

test("a study is renamed, tagged, archived, found by Ctrl-K and run with changes", async ({
  page,
}) => {
  await signIn(page);
  const runId = await startRun(page, "survey-experiment", {
    "Number of respondents": "10",
    Seed: "5",
  });
  await expect(page.getByText("Completed").first()).toBeVisible();

  // Rename and tag, in the list.
  await page.goto("/studies");
  await page
    .getByRole("button", { name: /^Actions for/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: /^Rename/ }).click();
  const dialog = page.getByRole("dialog", { name: "Study details" });
  await dialog.getByLabel(/^Name/).fill("Order among studies");
  await dialog.getByLabel("Description").fill("A pilot.\nSecond line.");
  await dialog.getByLabel("Tags").fill("pilot");
  await dialog.getByLabel("Tags").press("Enter");
  await expectAccessible(page, "the dialog of a study's details");
  await dialog.getByRole("button", { name: "Save" }).click();
  const studies = page.getByRole("table", { name: "Studies" });
  await expect(studies.getByRole("link", { name: "Order among studies" })).toBeVisible();
  await studies.getByRole("link", { name: "pilot" }).click();
  await expect(page).toHaveURL(/\/studies\?tag=pilot$/);
  await expect(studies.getByRole("row")).toHaveCount(2);

  // Archive: out of the list, still there on request.
  await page.getByRole("button", { name: "Actions for Order among studies" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(page.getByText("No study matches")).toBeVisible();
  await page.goto("/studies?archived=only");
  await expect(studies.getByRole("link", { name: "Order among studies" })).toBeVisible();
  await expectAccessible(page, "the list of archived studies");

  // Found by keyboard alone.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("order among");
  const found = page.getByRole("group", { name: "Studies" }).getByRole("option");
  await expect(found).toHaveText(/Order among studies.*archived/);
  await expectAccessible(page, "the command palette");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Order among studies" })).toBeVisible();
  await expect(page.getByText("Second line.")).toBeVisible();

  // Run with changes.
  await page.goto(`/runs/${runId}`);
  await page.getByRole("link", { name: /Run with changes/ }).click();
  await expect(page.getByText("Nothing differs yet")).toBeVisible();
  await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("5");
  await page.getByLabel("Number of respondents", { exact: true }).fill("12");
  await expect(page.getByRole("row", { name: /Number of respondents 10.* 12/ })).toBeVisible();
  // The figures of the changed form.
  await expect(page.getByRole("region", { name: "Estimate" })).toHaveAttribute(
    "aria-busy",
    "false",
  );
  await expectAccessible(page, "the form of a run with changes");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  const changedRunId = new URL(page.url()).pathname.split("/").at(-1);
  expect(changedRunId).not.toBe(runId);
  await expect(page.getByText("Completed").first()).toBeVisible();

  // From the run to its scenario version and the document.
  await page.getByRole("link", { name: /survey-experiment, version 1/ }).click();
  const runs = page.getByRole("table", { name: "Runs" });
  for (const id of [runId, changedRunId])
    await expect(runs.locator(`a[href="/runs/${id}"]`).first()).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("survey-experiment-v1.json");
  await expectAccessible(page, "a scenario of the project");
});

test("the guide opens at the chapter of the page, and can be searched", async ({ page }) => {
  await signIn(page);
  await page.goto("/models");
  await page.getByRole("link", { name: "Guide", exact: true }).click();
  await expect(page).toHaveURL(/\/guide\/endpoints$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page, "a chapter of the guide");
  await page.getByRole("searchbox", { name: "Search the guide" }).fill("replay digest");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/guide\?search=replay\+digest$/);
  await page.getByRole("region").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/guide\/[a-z-]+#/);
});

test("the question mark shows the keys", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectAccessible(page, "the sheet of keys");
});
