import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { startGatedModel, type GatedModel } from "../lib/container/testing/gated-model";
import { ownOrigin, signIn } from "./support/owner";

const ROUNDS = 8;
const NEWS = "Petrol was rationed this morning.";

/** The built-in demo model behind a gate, as a separate endpoint. */
async function addGatedEndpoint(
  page: Page,
): Promise<{ readonly endpointId: string; readonly gate: GatedModel }> {
  const listed = (await (await page.request.get("/api/endpoints")).json()) as {
    isBuiltIn: boolean;
    baseUrl: string;
    model: string;
  }[];
  const demo = listed.find(({ isBuiltIn }) => isBuiltIn);
  const gate = await startGatedModel(demo?.baseUrl ?? "");
  const added = await page.request.post("/api/endpoints", {
    headers: ownOrigin(page),
    data: { name: "Gated demo", baseUrl: gate.url, model: demo?.model, concurrency: 3 },
  });
  expect(added.status()).toBe(201);
  const { endpoint } = (await added.json()) as { endpoint: { id: string } };
  return { endpointId: endpoint.id, gate };
}

/** Starts a run that stops after its first 60 calls until the gate is released. */
async function startHeldRun(
  page: Page,
): Promise<{ readonly runId: string; readonly gate: GatedModel }> {
  const { endpointId, gate } = await addGatedEndpoint(page);
  gate.hold(60);
  const started = await page.request.post("/api/studies", {
    headers: ownOrigin(page),
    data: {
      template: "opinion-dynamics",
      name: "Watched",
      parameters: { voters: 16, friends: 4 },
      rounds: ROUNDS,
      seed: 7,
      endpointId,
    },
  });
  expect(started.status()).toBe(201);
  const { runIds } = (await started.json()) as { runIds: string[] };
  await gate.untilHeld();
  return { runId: runIds[0] ?? "", gate };
}

const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Parts of the run" }).getByRole("link", { name });

test("a person pauses a run, interviews, intervenes, resumes, asks a sample, and forks", async ({
  page,
}) => {
  await signIn(page);
  const { runId, gate } = await startHeldRun(page);
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/^Round [2-6] of 8/)).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("This run is paused")).toBeVisible();
  gate.release();

  await tab(page, "Interview").click();
  await page.getByLabel("Search agents").fill("3");
  await page.getByRole("button", { name: /\bVoter-3\b/ }).click();
  await expect(page.getByText("The agent will not remember this.")).toBeVisible();
  await page.getByLabel(/^Your question to .*\bVoter-3\b/).fill("What do you think");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("of the carbon tax?");
  await page.keyboard.press("Enter");
  const chat = page.getByRole("log");
  await expect(chat.getByText(/^What do you think\nof the carbon tax\?$/)).toBeVisible();
  await expect(chat.getByText(/^Simulated by microcosm-demo/)).toBeVisible();
  await expect(page.getByLabel(/^Your question to .*\bVoter-3\b/)).toHaveValue("");
  await page.reload();
  await expect(page.getByRole("log").getByRole("article")).toHaveCount(2);

  await page.getByRole("button", { name: "Intervene…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Intervene", exact: true }).click();
  await expect(dialog.getByText("Enter a message")).toBeVisible();
  await dialog.getByLabel(/^Message/).fill(NEWS);
  await dialog.getByRole("button", { name: "Intervene", exact: true }).click();
  await expect(page.getByText("Intervention 1 is scheduled", { exact: true })).toBeVisible();
  await tab(page, "Overview").click();
  const interventions = page.getByRole("table", { name: "Interventions" });
  await expect(interventions.getByText("Pending")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(interventions.getByText("Applied")).toBeVisible();
  const applied = await interventions.getByText(/^at round \d$/).textContent();
  const next = String(Number(applied?.at(-1)) + 1);

  await tab(page, "Polls").click();
  await page.getByRole("button", { name: "New poll…" }).click();
  await dialog.getByRole("button", { name: "Start poll", exact: true }).click();
  await expect(dialog.getByText("Enter a question")).toBeVisible();
  await dialog.getByLabel(/^Question 1/).fill("Would you vote for the carbon tax?");
  await dialog.getByRole("button", { name: "Add question" }).click();
  await dialog.getByLabel(/^Question 2/).fill("How much do you trust the government?");
  await dialog.getByLabel("Answer").nth(1).click();
  await page.getByRole("option", { name: "Whole number" }).click();
  await dialog.getByLabel("Sample size").fill("6");
  await dialog.getByLabel(/^Name/).fill("Snap poll");
  await dialog.getByRole("button", { name: "Start poll", exact: true }).click();
  await expect(page).toHaveURL(/\/polls\/[0-9a-f-]{36}$/);
  await expect(page.getByText("6 of 6 answered")).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Answers", exact: true }).getByRole("row"),
  ).toHaveCount(7);
  await expect(page.getByText(/^Mean/)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  expect(
    readFileSync(await (await download).path(), "utf8")
      .trimEnd()
      .split("\n"),
  ).toHaveLength(7);

  await page.getByRole("button", { name: "Fork…" }).click();
  await dialog.getByLabel("Fork at the start of").click();
  await page.getByRole("option", { name: /^Round 2\b/ }).click();
  await dialog.getByRole("radio", { name: /Apply an intervention/ }).click();
  await dialog.getByLabel(/^Message/).fill("The tax was withdrawn.");
  await dialog.getByLabel("Model", { exact: true }).click();
  await page.getByRole("option", { name: /Built-in/ }).click();
  await dialog.getByRole("button", { name: "Fork", exact: true }).click();
  await expect(
    page.getByText(/From round 2: “Told every Voter: The tax was withdrawn\.”/),
  ).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(runId));
  await expect(page.getByText(`Completed after ${String(ROUNDS)} rounds`)).toBeVisible();
  await page.getByRole("link", { name: "another run" }).click();

  await expect(page).toHaveURL(new RegExp(`/runs/${runId}$`));
  await expect(page.getByText(`Completed after ${String(ROUNDS)} rounds`)).toBeVisible();
  await expect(page.getByRole("table", { name: "Forks" }).getByRole("link")).toHaveCount(1);
  await page.getByRole("button", { name: "Check by replay" }).click();
  await expect(page.getByText(/^Identical: all/)).toBeVisible();

  // Later prompts contain the message of the intervention, but not the interview.
  await page.goto(`/runs/${runId}/decisions?agent=Voter-3&phase=read&round=${next}`);
  await page.getByRole("row").nth(1).click();
  await expect(dialog.getByText(NEWS)).toBeVisible();
  await expect(dialog.getByText("What do you think of the carbon tax?")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Fork with a corrected answer…" }).click();
  const correction = page.getByRole("form", { name: "Corrected answer" });
  await correction.getByLabel(/^Reason/).fill("I was convinced.");
  await page
    .getByRole("dialog", { name: "Fork with a corrected answer" })
    .getByRole("button", { name: "Fork", exact: true })
    .click();
  await expect(
    page.getByText(new RegExp(`From round ${next}: the answer of .*Voter-3.* in .* corrected`)),
  ).toBeVisible();
  await gate.close();
});

test("a finished run refuses interventions, but passes them on to a fork", async ({ page }) => {
  await signIn(page);
  const started = await page.request.post("/api/studies", {
    headers: ownOrigin(page),
    data: { template: "opinion-dynamics", parameters: { voters: 10 }, rounds: 2, seed: 3 },
  });
  const [runId] = ((await started.json()) as { runIds: string[] }).runIds;
  await page.goto(`/runs/${runId ?? ""}`);
  await expect(page.getByText("Completed after 2 rounds")).toBeVisible();
  await page.getByRole("button", { name: "Intervene…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("This run has ended and cannot be changed")).toBeVisible();
  await dialog.getByRole("radio", { name: "Advanced" }).click();
  await dialog.getByLabel(/^Effects/).fill('[{"tel": "Voter", "text": "Hi"}]');
  await dialog.getByLabel(/^Name/).fill("A slip");
  await dialog.getByRole("button", { name: "Fork with intervention…" }).click();
  await expect(dialog.getByRole("heading", { name: "Fork this run" })).toBeVisible();
  await dialog.getByRole("button", { name: "Fork", exact: true }).click();
  await expect(dialog.getByText("/intervention/effects/0/tel")).toBeVisible();
  await dialog.getByLabel(/^Effects/).fill('[{"tell": "Voter", "text": "Hi"}]');
  await dialog.getByRole("button", { name: "Fork", exact: true }).click();
  await expect(page.getByText(/From round 2: “A slip”/)).toBeVisible();
});
