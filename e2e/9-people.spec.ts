import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible";
import { ownOrigin, signIn } from "./support/owner";

test("the audit log shows a change in words, filters in the address, and downloads it", async ({
  page,
}) => {
  await signIn(page);
  await page.goto("/settings/project");
  await page.getByLabel(/^Name/).fill("Renamed project");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByText(/renamed/i).first()).toBeVisible();
  await page.goto("/settings/audit");
  const sentence = "Renamed the project from “First project” to “Renamed project”";
  await expect(page.getByText(sentence)).toBeVisible();
  await page.getByRole("button", { name: `Show values: ${sentence}` }).press("Enter");
  await expect(page.getByRole("row", { name: /Name First project Renamed project/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Object" }).click();
  await page.getByRole("option", { name: "Projects" }).click();
  await expect(page).toHaveURL(/kind=project/);
  await page.reload();
  await expect(page.getByText(sentence)).toBeVisible();
  await expectAccessible(page, "audit log");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.csv$/);
  // The other tests know the project by its first name.
  await page.goto("/settings/project");
  await page.getByLabel(/^Name/).fill("First project");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByText(/renamed/i).first()).toBeVisible();
});

test("a session of another browser is ended from the list", async ({ page, browser }) => {
  await signIn(page);
  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  await signIn(theirs);
  await page.goto("/settings/account");
  await expect(page.getByText("This session")).toBeVisible();
  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("button", { name: "End sessions" }).click();
  await expect(page.getByText(/ended/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "End all others" })).toHaveCount(0);
  await expectAccessible(page, "account");
  await theirs.goto("/studies");
  await expect(theirs).toHaveURL(/sign-in/);
  await elsewhere.close();
});

test("a token made in Settings works for a program until it is revoked", async ({
  page,
  playwright,
}) => {
  await signIn(page);
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByLabel(/^Name/).fill("Browser test");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  const secret = await page.getByLabel("Token", { exact: true }).inputValue();
  await expectAccessible(page, "token");
  await page.getByRole("button", { name: "Close" }).first().click();
  const program = await playwright.request.newContext({
    baseURL: ownOrigin(page).origin,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await program.get("/api/studies")).status()).toBe(200);
  expect((await program.post("/api/studies", { data: {} })).status()).toBe(403);
  await page.getByRole("button", { name: "Revoke the token Browser test" }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByText("The token Browser test was revoked").first()).toBeVisible();
  expect((await program.get("/api/studies")).status()).toBe(401);
  await program.dispose();
});
