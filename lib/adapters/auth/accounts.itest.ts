import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { parseEnv } from "@/lib/config/env";
import { openDatabase, type Database } from "../db/database";
import { createTestDatabase, type TestDatabase } from "../db/test-database";
import { type AuthAdapter, openAuth } from "./accounts";

const APP_URL = "http://127.0.0.1:3000";
const ADA = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };

/** The limit of a test: notes who asks for a turn, and grants it or not. */
const limit = { asked: 0, isFull: false };

let stored: TestDatabase;
let database: Database;
let auth: AuthAdapter;

beforeAll(async () => {
  stored = await createTestDatabase();
  database = openDatabase(stored.url, () => undefined);
  auth = openAuth(
    database,
    parseEnv({
      DATABASE_URL: stored.url,
      APP_URL,
      AUTH_SECRET: "s".repeat(64),
      ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
    }),
    {
      clientAddress: () => null,
      admission: { admit: async () => null, connected: async () => undefined },
      log: () => undefined,
      limitPasswords: async (work) => {
        limit.asked += 1;
        return limit.isFull ? undefined : work();
      },
    },
  );
});
beforeEach(() => Object.assign(limit, { asked: 0, isFull: false }));
afterAll(async () => {
  await database.close();
  await stored.drop();
});

const signIn = (password: string): Promise<Response> =>
  auth.sessions.send(
    "/sign-in/email",
    { email: ADA.email, password },
    new Headers({ origin: APP_URL }),
  );

it("asks for a turn for every password that it hashes or checks", async () => {
  await auth.accounts.signUp(ADA, new Headers());
  expect(limit.asked).toBe(1);
  expect((await signIn(ADA.password)).status).toBe(200);
  expect((await signIn("wrong horse battery")).status).toBe(401);
  expect(limit.asked).toBe(3);
  const hash = await auth.passwords.hash("another password");
  expect(await auth.passwords.matches(hash, "another password")).toBe(true);
  expect(limit.asked).toBe(5);
});

it("says that many people sign in when no turn comes, with any password", async () => {
  limit.isFull = true;
  expect((await signIn(ADA.password)).status).toBe(503);
  expect((await signIn("wrong horse battery")).status).toBe(503);
  const refused = { code: "unavailable", retryAfterSeconds: 5 };
  await expect(auth.passwords.hash("another password")).rejects.toMatchObject(refused);
  await expect(
    auth.accounts.signUp({ ...ADA, email: "bea@example.org" }, new Headers()),
  ).rejects.toMatchObject(refused);
});
