import { expect, type Page } from "@playwright/test";

export const OWNER = {
  name: "Rosa Weber",
  email: "rosa@example.org",
  password: "a long enough password",
};

/** What a page adds to its own requests that change something, and `page.request` does not. */
export const ownOrigin = (page: Page): { origin: string } => ({
  origin: new URL(page.url()).origin,
});

/** Signs the owner in; creates the account at the first call on a fresh installation. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/studies");
  await page.waitForURL(/\/(setup|sign-in|studies)/);
  if (page.url().includes("/setup")) {
    await page.getByLabel(/^Name/).fill(OWNER.name);
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByLabel("Password").fill(OWNER.password);
    await page.getByRole("button", { name: "Create account" }).click();
  } else if (page.url().includes("/sign-in")) {
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByLabel("Password").fill(OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(page.getByRole("heading", { name: "Studies", level: 1 })).toBeVisible();
}

/**
 * Starts a run of a template from its page, with some parameters changed, and waits for the run's
 * page.
 */
export async function startRun(
  page: Page,
  template: string,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  await page.goto(`/scenarios/${template}`);
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}
