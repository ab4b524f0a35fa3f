import { expect, test, type Page } from "@playwright/test";
import { signIn } from "./support/owner";

const TOM = { name: "Tom Reed", email: "tom@example.org", password: "another long password" };

/** Makes an invitation link for a role in Settings, with the keyboard from the button on. */
async function invite(page: Page): Promise<string> {
  await page.goto("/settings/members");
  await page.getByRole("button", { name: "Invite member" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Make link" }).press("Enter");
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Close" }).first().click();
  return link;
}

test("a person is invited, joins, gets another role, and loses access at once", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const link = await invite(page);

  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: "Join First project" })).toBeVisible();
  await theirs.getByLabel(/^Name/).fill(TOM.name);
  await theirs.getByLabel(/^E-mail address/).fill(TOM.email);
  await theirs.getByLabel(/^Password/).fill(TOM.password);
  await theirs.getByRole("button", { name: "Create account and join" }).click();
  await expect(theirs.getByRole("heading", { name: "Studies", level: 1 })).toBeVisible();

  // The link works once.
  const third = await (await browser.newContext()).newPage();
  await third.goto(link);
  await expect(third.getByRole("alert").filter({ hasText: "no longer be used" })).toBeVisible();

  await page.reload();
  await page.getByRole("combobox", { name: `Role of ${TOM.name}` }).click();
  await page.getByRole("option", { name: /Viewer/ }).click();
  await expect(page.getByText(`${TOM.name} is now viewer`).first()).toBeVisible();
  await theirs.goto("/settings/members");
  await expect(theirs.getByRole("table", { name: "Members" })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Invite member" })).toHaveCount(0);

  await page.getByRole("button", { name: `Actions for ${TOM.name}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText(`${TOM.name} was removed`).first()).toBeVisible();
  // The session of the removed person is still open, and sees nothing.
  expect((await theirs.request.get("/api/studies")).status()).toBe(404);
  await theirs.goto("/settings/members");
  await expect(theirs.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await elsewhere.close();
});

test("a new project has lists of its own", async ({ page }) => {
  await signIn(page);
  const studies = async (): Promise<number> =>
    ((await (await page.request.get("/api/studies")).json()) as unknown[]).length;
  const before = await studies();
  await page.getByRole("button", { name: /^Project: / }).click();
  await page.getByRole("menuitem", { name: "New project" }).click();
  await page.getByLabel(/^Name/).fill("Second project");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("button", { name: "Project: Second project" })).toBeVisible();
  expect(await studies()).toBe(0);
  await page.getByRole("button", { name: /^Project: / }).click();
  await page.getByRole("menuitemradio", { name: "First project" }).click();
  await expect(page.getByRole("button", { name: "Project: First project" })).toBeVisible();
  expect(await studies()).toBe(before);
});
