import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible";
import { ownOrigin, signIn } from "./support/owner";

/** Who sits at the browser, as far as the server of `scripts/e2e.ts` knows. */
const IDA = { name: "Ida Holm", email: "ida@example.org" };

test("an invited person signs in at the lab's server, and returns to the page they wanted", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const invited = await page.request.post("/api/invitations", {
    headers: ownOrigin(page),
    data: { role: "researcher", email: IDA.email },
  });
  expect(invited.status()).toBe(201);

  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  // A policy of the page that forbids the way to the server or back would be reported here.
  const reports: string[] = [];
  theirs.on("console", (message) => {
    if (message.type() === "error") reports.push(message.text());
  });
  await theirs.goto("/data");
  await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectAccessible(theirs, "sign-in with a server");
  await theirs.getByRole("button", { name: "Continue with Lab login" }).press("Enter");
  await theirs.waitForURL(/\/data$/);
  await expect(theirs.getByRole("heading", { name: "Data", level: 1 })).toBeVisible();
  await expect(theirs.getByText(IDA.name).first()).toBeVisible();
  expect(reports).toEqual([]);

  // Signed out, the second sign-in leads to the same account.
  await theirs.getByRole("button", { name: /account and theme/ }).click();
  await theirs.getByRole("menuitem", { name: "Sign out" }).click();
  await theirs.waitForURL(/\/sign-in/);
  await theirs.getByRole("button", { name: "Continue with Lab login" }).click();
  await expect(theirs.getByText(IDA.name).first()).toBeVisible();
  await elsewhere.close();
  const { members } = (await (await page.request.get("/api/members")).json()) as {
    members: { email: string }[];
  };
  expect(members.filter(({ email }) => email === IDA.email)).toHaveLength(1);
});

test("a sign-in that the server led back from without success is explained", async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in?error=not_invited");
  await expect(
    page.getByRole("alert").filter({ hasText: "Sign-in with Lab login failed" }),
  ).toBeVisible();
  await context.close();
});
