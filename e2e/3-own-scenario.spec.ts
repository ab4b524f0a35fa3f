import { expect, test } from "@playwright/test";
import { signIn } from "./support/owner";

test("an invalid scenario file is refused with pointers; the corrected one runs", async ({
  page,
}) => {
  await signIn(page);
  const response = await page.request.get("/api/templates/survey-experiment");
  const { document } = (await response.json()) as {
    document: { name: string; actions?: object; phases: { ask: string }[] };
  };
  const broken = {
    ...document,
    name: "my-survey",
    phases: [{ ...document.phases[0], ask: "backgruond" }],
  };
  const unused = { actions: { ...document.actions, rest: { prompt: "You may rest." } } };

  await page.goto("/scenarios/import");
  await page.getByRole("textbox").first().fill("{ not json");
  await expect(page.getByText(/JSON/).first()).toBeVisible();
  await page.getByRole("textbox").first().fill(JSON.stringify(broken));
  await expect(page.getByText("/phases/0/ask").first()).toBeVisible();
  await expect(page.getByText("background").first()).toBeVisible();

  await page
    .getByRole("textbox")
    .first()
    .fill(JSON.stringify({ ...document, ...unused, name: "my-survey" }));
  await expect(page.getByText("1 warning", { exact: true })).toBeVisible();
  await page.getByLabel("Number of respondents", { exact: true }).fill("10");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();

  // The page of the stored version says what its check finds.
  await page.goto("/scenarios");
  await page
    .getByRole("row", { name: /my-survey/ })
    .getByRole("link")
    .first()
    .click();
  await page.waitForURL(/\/scenarios\/own\//);
  await expect(page.getByText("No phase offers the action `rest`.")).toBeVisible();
});
