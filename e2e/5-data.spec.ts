import { writeFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { signIn } from "./support/owner";

const choose = async (page: Page, path: string): Promise<void> =>
  page.getByLabel("CSV file").setInputFiles(path);

test("a table is uploaded, viewed, replaced and deleted", async ({ page }, info) => {
  const written = (name: string, text: string): string => {
    const path = info.outputPath(name);
    writeFileSync(path, text);
    return path;
  };
  await signIn(page);
  await page.getByRole("navigation").getByRole("link", { name: "Data" }).click();
  await expect(page.getByText("No tables yet")).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Samples" }).getByRole("link", { name: "movies" }),
  ).toBeVisible();

  await choose(page, written("survey.csv", "name,age,income\nAnn,31,\nBo,52,1500.5\n"));
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel(/^Name/)).toHaveValue("survey");
  await dialog.getByRole("button", { name: "Upload", exact: true }).click();
  await page.waitForURL(/\/data\/[0-9a-f-]{36}$/);
  const columns = page.getByRole("table", { name: "Columns" });
  await expect(columns.getByRole("row", { name: /age whole numbers 31 to 52 none/ })).toBeVisible();
  await expect(
    columns.getByRole("row", { name: /income numbers always 1500\.5 1 row/ }),
  ).toBeVisible();
  await expect(
    page.getByRole("region", { name: "First rows" }).getByRole("row", { name: "2 Bo 52 1500.5" }),
  ).toBeVisible();

  await page.goto("/data");
  await choose(page, written("survey.csv", "name,age\nAnn,31\nBo\n"));
  await dialog.getByRole("button", { name: "Replace", exact: true }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Line 3 has 1 cell" })).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  const own = page.getByRole("table", { name: "Your tables" });
  await expect(own.getByRole("row", { name: /survey/ })).toContainText("name, age, income");

  await own.getByRole("button", { name: "Delete survey" }).click();
  await dialog.getByLabel("Name").fill("survey");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No tables yet")).toBeVisible();
});

test("the samples can be viewed", async ({ page }) => {
  await signIn(page);
  await page.goto("/data");
  await page.getByRole("link", { name: "ratings" }).click();
  await expect(page.getByText("Synthetic sample", { exact: true })).toBeVisible();
  await expect(
    page
      .getByRole("table", { name: "Columns" })
      .getByRole("row", { name: /rating numbers 0\.5 to 5 none/ }),
  ).toBeVisible();
});
