import { expect, test, type Page } from "@playwright/test";
import {
  startVllmServer,
  startUnauthorizedServer,
  startHtmlServer,
  type FaultyServer,
} from "./support/servers";
import { ownOrigin, signIn } from "./support/owner";

async function fillEndpoint(
  page: Page,
  endpoint: { name: string; baseUrl: string; model: string; key?: string },
): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Display name/).fill(endpoint.name);
  await dialog.getByLabel(/^Base URL/).fill(endpoint.baseUrl);
  await dialog.getByLabel(/^Model/).fill(endpoint.model);
  if (endpoint.key !== undefined)
    await dialog.getByLabel("API key", { exact: true }).fill(endpoint.key);
}

test("a test of an endpoint reports its problem", async ({ page }) => {
  const servers: FaultyServer[] = [await startUnauthorizedServer(), await startHtmlServer()];
  await signIn(page);
  await page.goto("/models");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const dialog = page.getByRole("dialog");

  await fillEndpoint(page, {
    name: "Locked",
    baseUrl: servers[0]?.baseUrl ?? "",
    model: "any",
    key: "sk-wrong-key",
  });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /key/i })).toBeVisible();

  await fillEndpoint(page, {
    name: "A web page",
    baseUrl: servers[1]?.baseUrl ?? "",
    model: "any",
  });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /OpenAI|web page/i })).toBeVisible();

  await fillEndpoint(page, { name: "Nobody", baseUrl: "http://127.0.0.1:9/v1", model: "any" });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /reach/i })).toBeVisible();
  await Promise.all(servers.map((server) => server.close()));
});

test("a run pauses with the reason when its endpoint fails, and can be cancelled", async ({
  page,
}) => {
  const server = await startUnauthorizedServer();
  await signIn(page);
  await page.goto("/models");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await fillEndpoint(page, {
    name: "Locked out",
    baseUrl: server.baseUrl,
    model: "any",
    key: "sk-secret-1234",
  });
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^(Add|Save)/ })
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The key is stored and never shown again.
  const listed = await page.request.get("/api/endpoints");
  expect(await listed.text()).not.toContain("sk-secret-1234");

  await page.goto("/scenarios/survey-experiment");
  await page.getByLabel("Number of respondents", { exact: true }).fill("12");
  await page.getByRole("combobox", { name: "Model", exact: true }).click();
  await page.getByRole("option", { name: /Locked out/ }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByText("This run paused")).toBeVisible();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("This run was cancelled")).toBeVisible();
  await server.close();
});

test("a preset fills the form; the saved endpoint has group, price and a switch", async ({
  page,
}) => {
  const server = await startVllmServer("Qwen/Qwen3-8B");
  await signIn(page);
  await page.goto("/models");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Server type").click();
  await page.getByRole("option", { name: "vLLM" }).click();
  await expect(dialog.getByLabel(/^Base URL/)).toHaveValue("http://127.0.0.1:8000/v1");
  await dialog.getByLabel(/^Display name/).fill("Lab replica");
  await dialog.getByLabel(/^Base URL/).fill(server.baseUrl);
  // Typed values stay; suggested values follow the kind.
  await dialog.getByLabel("Server type").click();
  await page.getByRole("option", { name: "SGLang" }).click();
  await expect(dialog.getByLabel(/^Base URL/)).toHaveValue(server.baseUrl);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByText(/Test passed/)).toBeVisible();
  await expect(dialog.getByLabel(/^Model/)).toHaveValue("Qwen/Qwen3-8B");
  await expect(dialog.getByText("context: 32,768 tokens.")).toBeVisible();
  await dialog.getByLabel("Group").fill("small");
  await dialog.getByLabel("Input price").fill("0.05");
  await dialog.getByLabel("Output price").fill("0.2");
  await dialog.getByRole("button", { name: "Add endpoint" }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByRole("article", { name: "Lab replica" });
  await expect(row.getByText("US$0.05 in, US$0.2 out per million tokens")).toBeVisible();
  await expect(row.getByText("32,768 tokens of context")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Group small" })).toBeVisible();

  const on = row.getByRole("switch", { name: "Enable Lab replica" });
  await on.click();
  await expect(on).not.toBeChecked();
  await page.reload();
  await expect(on).not.toBeChecked();
  await on.press("Space");
  await expect(on).toBeChecked();

  await row.getByRole("button", { name: "Delete" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("No active run uses it.")).toBeVisible();
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(row).toHaveCount(0);
  await server.close();
});

test("a group with several models is marked as not selectable", async ({ page }) => {
  const servers = [await startVllmServer("qwen"), await startVllmServer("llama")];
  await signIn(page);
  for (const [index, model] of ["qwen", "llama"].entries()) {
    const added = await page.request.post("/api/endpoints", {
      headers: ownOrigin(page),
      data: { name: `Mixed ${model}`, baseUrl: servers[index]?.baseUrl, model, group: "mixed" },
    });
    expect(added.status()).toBe(201);
  }
  await page.goto("/models");
  const group = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Group mixed" }) });
  await expect(group.getByText("This group cannot be selected as a whole.")).toBeVisible();
  for (const name of ["Mixed qwen", "Mixed llama"]) {
    await page.getByRole("article", { name }).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("article", { name })).toHaveCount(0);
  }
  await Promise.all(servers.map((server) => server.close()));
});
