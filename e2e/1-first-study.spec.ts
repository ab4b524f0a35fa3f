import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { OWNER, signIn, startRun } from "./support/owner";

test.describe.configure({ mode: "serial" });

test("the first visitor becomes the owner and finds an example study", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Enter your name")).toBeVisible();
  await signIn(page);
  await expect(page.getByRole("link", { name: "Opinions on a carbon tax" })).toBeVisible();
  await expect(page.getByText("Example", { exact: true })).toBeVisible();
});

test("a wrong password is refused with a message, and the address stays in the form", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(OWNER.email);
});

test("a signed-out visitor is sent to sign in, and then to the requested page", async ({
  page,
}) => {
  await page.goto("/models");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/models$/);
});

test("a template leads to a completed run, its decisions, a review and its files", async ({
  page,
}) => {
  await signIn(page);
  await page.goto("/scenarios");
  const templates = page.getByRole("list", { name: "Templates" });
  await templates.getByRole("link", { name: /carbon tax/ }).click();
  await expect(page).toHaveURL(/\/scenarios\/opinion-dynamics$/);
  const runId = await startRun(page, "opinion-dynamics", {
    "Number of voters": "40",
    Rounds: "3",
    Seed: "11",
  });
  await expect(page.getByText("not an LLM").first()).toBeVisible();
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByText("Spread of opinion").first()).toBeVisible();

  await page
    .getByRole("navigation", { name: "Parts of the run" })
    .getByRole("link", { name: /Decisions/ })
    .click();
  // Restricted to this table: the previous page has rows, too, and may still be shown.
  const rows = page.getByRole("grid", { name: "Decisions" }).getByRole("row");
  await rows.nth(1).click();
  const panel = page.getByRole("dialog");
  await expect(
    panel.getByText("You take part in a study of how people talk about politics"),
  ).toBeVisible();
  await panel.getByRole("radio", { name: /4/ }).click();
  await expect(panel.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("dialog").getByRole("radio", { name: /4/ })).toBeChecked();

  await page.goto(`/runs/${runId}`);
  await page
    .getByRole("navigation", { name: "Parts of the run" })
    .getByRole("link", { name: "Network" })
    .click();
  await expect(
    page.getByRole("application", {
      name: /coloured by Opinion on the carbon tax\. All 40 agents/,
    }),
  ).toBeVisible();
  // Computed in a worker, which the content security policy has to allow.
  await expect(page.getByText("Computing layout")).toHaveCount(0);
  await expect(page.getByText("The network could not be drawn")).toHaveCount(0);
  await page.getByRole("slider", { name: "Round" }).press("Home");
  await expect(page).toHaveURL(/round=0/);
  await page.getByRole("button", { name: "Show as table" }).click();
  await page
    .getByRole("row", { name: /\bVoter-\d+\b/ })
    .first()
    .click();
  await expect(page.getByRole("region", { name: /\bVoter-\d+\b/ })).toBeVisible();

  const missing = await page.request.get(`/api/runs/${runId}/decisions/0/0`);
  expect(missing.status()).toBe(404);
  expect(await missing.json()).toMatchObject({ code: "notFound" });

  await page.goto(`/runs/${runId}/files`);
  const files: Record<string, string> = {};
  for (const name of [
    "decisions.csv",
    "agents.csv",
    "measures.csv",
    "sft.jsonl",
    "manifest.json",
  ]) {
    const download = page.waitForEvent("download");
    await page.locator(`a[href$="/files/${name}"]`).click();
    files[name] = readFileSync(await (await download).path(), "utf8");
  }
  // One row per voter and round, including the initial state, and the header.
  expect(files["agents.csv"]?.trimEnd().split("\n")).toHaveLength(1 + 40 * 4);
  expect(files["measures.csv"]).toContain("Spread of opinion");
  expect(files["decisions.csv"]).toContain("simulated");
  const example = JSON.parse(files["sft.jsonl"]?.split("\n")[0] ?? "") as {
    messages: { role: string }[];
  };
  expect(example.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
  expect(JSON.parse(files["manifest.json"] ?? "")).toMatchObject({
    status: "completed",
    seed: 11,
    rounds: 3,
  });
});

test("a parameter out of bounds is marked, and nothing starts", async ({ page }) => {
  await signIn(page);
  await page.goto("/scenarios/opinion-dynamics");
  await page.getByLabel("Number of voters", { exact: true }).fill("3");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/at least 10/).first()).toBeVisible();
  await expect(page).toHaveURL(/\/scenarios\/opinion-dynamics$/);
});

test("a missing run and one of another project both show the not-found page", async ({ page }) => {
  await signIn(page);
  const response = await page.goto("/runs/00000000-0000-7000-8000-000000000000");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("at Object.")).toHaveCount(0);
});
