import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/db/test-database";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "..";
import { openPeople, type People } from "./people";

/** The address under which the app of a test container believes to be reached. */
export const TEST_APP_URL = "http://127.0.0.1:3000";

/** The services of an installation on a database of its own, without workers and web server. */
export type TestContainer = {
  readonly database: TestDatabase;
  readonly container: Container;
  readonly people: People;
  close(): Promise<void>;
};

/** Opens one; sign-in is not rate-limited. Close it after the tests. */
export async function openTestContainer(): Promise<TestContainer> {
  const database = await createTestDatabase();
  const container = openContainer(
    parseEnv({
      DATABASE_URL: database.url,
      APP_URL: TEST_APP_URL,
      AUTH_RATE_LIMIT: "off",
      AUTH_SECRET: randomBytes(32).toString("hex"),
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    }),
    "test",
  );
  const people = openPeople(database.url);
  return {
    database,
    container,
    people,
    async close() {
      await people.close();
      await container.close();
      await database.drop();
    },
  };
}
