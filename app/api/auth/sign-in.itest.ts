import { afterAll, beforeAll, expect, it } from "vitest";
import { randomBytes } from "node:crypto";
import { serveApi } from "../_http/testing/serve-api";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/db/test-database";
import { parseEnv } from "@/lib/config/env";
import { openContainer } from "@/lib/container";

const OWNER = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
const { email, password } = OWNER;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const secrets = {
  AUTH_SECRET: randomBytes(32).toString("hex"),
  ENCRYPTION_KEY: randomBytes(32).toString("base64"),
};

/** Serves an app on its own, whose limits start anew. */
async function serve(variables: Record<string, string> = {}) {
  const container = openContainer(
    parseEnv({ DATABASE_URL: database.url, ...secrets, ...variables }),
    "test",
  );
  const api = await serveApi(container);
  const post = async (path: string, body: object, forwarded?: string) => {
    const response = await fetch(`${api.url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: api.url,
        ...(forwarded !== undefined && { "x-forwarded-for": forwarded }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  return {
    container,
    post,
    signIn: (guess: string, forwarded?: string) =>
      post("/api/auth/sign-in/email", { email, password: guess }, forwarded),
    close: async () => {
      await api.close();
      await container.close();
    },
  };
}

it("limits failed attempts, whatever address a client claims", async () => {
  const { post, signIn, close } = await serve();
  expect((await post("/api/setup", OWNER)).status).toBe(201);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1)
    statuses.push((await signIn("a wrong password", `198.51.100.${String(attempt)}`)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  const refused = await signIn(password);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(JSON.parse(refused.body)).toMatchObject({ code: "tooMany" });
  await close();
});

it("locks out nobody but the address that guesses, as a trusted proxy names it", async () => {
  const { signIn, container, close } = await serve({ TRUSTED_PROXIES: "127.0.0.0/8" });
  // The attacker writes addresses of others in front of what the proxy appends.
  for (let attempt = 0; attempt < 12; attempt += 1)
    await signIn("a wrong password", `192.0.2.7, 198.51.100.${String(attempt)}, 203.0.113.66`);
  expect((await signIn(password, "203.0.113.66")).status).toBe(429);
  const entered = await signIn(password, "192.0.2.7");
  expect(entered.status).toBe(200);
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const actor = await container.services.identify(new Headers({ cookie }));
  expect(actor).toMatchObject({ kind: "user" });
  await close();
});

it("writes the address of the connection into the audit log, not a claimed one", async () => {
  const { post, container, close } = await serve();
  const entered = await post("/api/auth/sign-in/email", { email, password }, "198.51.100.1");
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const actor = await container.services.identify(
    new Headers({ cookie, "x-forwarded-for": "198.51.100.1" }),
  );
  expect(actor).toMatchObject({ address: null });
  const { entries } = await container.services.listAudit(actor, { limit: 10 });
  expect(entries.find(({ action }) => action === "account.createOwner")?.address).toBe("127.0.0.1");
  await close();
});
