import { get, type IncomingHttpHeaders } from "node:http";
import { expect, test, type Page } from "@playwright/test";
import { signIn, startRun } from "./support/owner";

type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

/** A request with exactly this path and these headers, which a browser would change. */
function ask(base: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    }).once("error", reject);
  });
}

const cookieOf = async (page: Page): Promise<string> =>
  (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

/** Collects what the browser refuses under the content security policy of its pages. */
function watchPolicy(page: Page): string[] {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  page.on("pageerror", (error) => refused.push(String(error)));
  return refused;
}

test("pages work under a policy that lets no foreign script run", async ({ page, baseURL }) => {
  const refused = watchPolicy(page);
  await page.goto("/sign-in");
  await signIn(page);
  const runId = await startRun(page, "opinion-dynamics", { "Number of voters": "12" });
  await expect(page.getByText(/Completed after/).first()).toBeVisible();
  for (const path of [
    `/runs/${runId}`,
    `/runs/${runId}/network`,
    `/runs/${runId}/decisions`,
    `/runs/${runId}/polls`,
    `/runs/${runId}/interview`,
    `/runs/${runId}/files`,
    "/studies",
    "/scenarios",
    "/scenarios/import",
    "/scenarios/survey-experiment",
    "/data",
    "/models",
    "/nothing",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  // A list and a dialog, whose libraries add style elements.
  await page.goto("/models");
  await page.getByRole("button", { name: /add endpoint/i }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("dialog").getByRole("combobox").first().click();
  await expect(page.getByRole("option").first()).toBeVisible();
  expect(refused).toEqual([]);

  const policies = await Promise.all([1, 2].map(() => ask(baseURL ?? "", "/sign-in")));
  const [first, second] = policies.map(({ headers }) => String(headers["content-security-policy"]));
  expect(first).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{24}' 'strict-dynamic';/);
  expect(first).not.toMatch(/script-src[^;]*unsafe/);
  expect(first).not.toMatch(/style-src [^;]*unsafe/);
  expect(first).not.toBe(second);

  // Markup that somebody smuggled into a page, with a script in an attribute.
  const violated = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener(
          "securitypolicyviolation",
          ({ violatedDirective }) => resolve(violatedDirective),
          { once: true },
        );
        document.body.insertAdjacentHTML(
          "beforeend",
          `<img src="data:," onerror="document.title = 'taken over'">`,
        );
      }),
  );
  expect(violated).toBe("script-src-attr");
  expect(await page.title()).not.toBe("taken over");
  await expect.poll(() => refused.length).toBeGreaterThan(0);
});

test("pages are not stored, and shown under a trusted name only", async ({ page, baseURL }) => {
  await signIn(page);
  const cookie = await cookieOf(page);
  for (const path of ["/studies", "/models", "/data", "/scenarios", "/sign-in"]) {
    const { headers } = await ask(baseURL ?? "", path, { cookie });
    expect(headers["cache-control"], path).toContain("no-store");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
  for (const path of ["/studies", "/sign-in", "/api/viewer"]) {
    const refused = await ask(baseURL ?? "", path, { cookie, host: "evil.example" });
    expect(refused.status, path).toBe(421);
    expect(refused.text, path).toMatch(/evil\.example.*APP_URL.*TRUSTED_ORIGINS/);
  }
  const odd = await ask(baseURL ?? "", "/studies", { host: "x<script>alert(1)</script>" });
  expect(odd.status).toBeGreaterThanOrEqual(400);
  expect(odd.text).not.toContain("<script>alert");
});

test("paths that nothing can have are refused", async ({ page, baseURL }) => {
  await signIn(page);
  const cookie = await cookieOf(page);
  for (const path of ["/runs/%E0%A4%A", "/data/%", "/api/runs/%E0%A4%A", "/api/templates/%ff"])
    expect((await ask(baseURL ?? "", path, { cookie })).status, path).toBe(400);
  for (const path of ["/runs/%00", "/studies/%00", "/data/%00", "/scenarios/%00", "/api/runs/%00"])
    expect((await ask(baseURL ?? "", path, { cookie })).status, path).toBe(404);
});
