import { expect, test, type Page } from "@playwright/test";
import { lockedServer, webPage, type OddServer } from "./support/servers";
import { signIn } from "./support/owner";

async function fillEndpoint(page: Page, endpoint: { name: string; baseUrl: string; model: string; key?: string }): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Name/).fill(endpoint.name);
  await dialog.getByLabel(/^Base URL/).fill(endpoint.baseUrl);
  await dialog.getByLabel(/^Model/).fill(endpoint.model);
  if (endpoint.key !== undefined) await dialog.getByLabel("Key", { exact: true }).fill(endpoint.key);
}

test("a test of an endpoint says what is wrong with it", async ({ page }) => {
  const servers: OddServer[] = [await lockedServer(), await webPage()];
  await signIn(page);
  await page.goto("/models");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const dialog = page.getByRole("dialog");

  await fillEndpoint(page, { name: "Locked", baseUrl: servers[0]?.baseUrl ?? "", model: "any", key: "sk-wrong-key" });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /key/i })).toBeVisible();

  await fillEndpoint(page, { name: "A web page", baseUrl: servers[1]?.baseUrl ?? "", model: "any" });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /OpenAI|web page/i })).toBeVisible();

  await fillEndpoint(page, { name: "Nobody", baseUrl: "http://127.0.0.1:9/v1", model: "any" });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /reach/i })).toBeVisible();
  await Promise.all(servers.map((server) => server.close()));
});

test("a run pauses with the reason when its endpoint fails, and can be cancelled", async ({ page }) => {
  const server = await lockedServer();
  await signIn(page);
  await page.goto("/models");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await fillEndpoint(page, { name: "Locked out", baseUrl: server.baseUrl, model: "any", key: "sk-secret-1234" });
  await page.getByRole("dialog").getByRole("button", { name: /^(Add|Save)/ }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The key is stored, and never comes back.
  const listed = await page.request.get("/api/endpoints");
  expect(await listed.text()).not.toContain("sk-secret-1234");

  await page.goto("/scenarios/survey-experiment");
  await page.getByLabel("Number of respondents", { exact: true }).fill("12");
  await page.getByLabel("Who answers").click();
  await page.getByRole("option", { name: /Locked out/ }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByText("This run paused itself")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("This run was cancelled")).toBeVisible();
  await server.close();
});
