import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "@/lib/adapters/db/database";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/db/test-database";
import { sendJson, startTestServer, type TestServer } from "@/lib/adapters/llm/test-server";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "@/lib/container";
import { toProblemDocument } from "@/lib/contracts/errors";
import { SYSTEM } from "@/lib/domain/access";

const KEY = "sk-lab-5f2c9a1e77d04b";
const ENCRYPTION_KEY = randomBytes(32).toString("base64");

let database: TestDatabase;
let container: Container;
/** Refuses every call and echoes the key it was sent. */
let parrot: TestServer;
const written: string[] = [];

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation((...args) => void written.push(args.join(" ")));
});
beforeAll(async () => {
  database = await createTestDatabase();
  container = openContainer(
    parseEnv({
      DATABASE_URL: database.url,
      AUTH_SECRET: randomBytes(32).toString("hex"),
      ENCRYPTION_KEY,
    }),
    "test",
  );
  parrot = await startTestServer(({ request, response }) =>
    sendJson(response, 401, {
      error: { message: `Incorrect key: ${request.headers.authorization ?? ""}` },
    }),
  );
});
afterAll(async () => {
  await container.close();
  await parrot.close();
  await database.drop();
});

it("sends a key to its server, and shows it nowhere", async () => {
  const { services, log } = container;
  const shown: unknown[] = [];
  const input = { name: "Lab", baseUrl: parrot.baseUrl, model: "tiny", apiKey: KEY };
  const created = await services.createEndpoint(SYSTEM, input);
  shown.push(created, await services.listEndpoints(SYSTEM));
  expect(created).toMatchObject({ hasKey: true });

  const probe = await services.testEndpoint(SYSTEM, {
    baseUrl: parrot.baseUrl,
    model: "tiny",
    endpointId: created.id,
  });
  expect(probe).toMatchObject({ ok: false, fault: "unauthorised" });
  expect(parrot.keys).toContain(`Bearer ${KEY}`);
  shown.push(
    probe,
    await services.testEndpoint(SYSTEM, { baseUrl: parrot.baseUrl, model: "tiny", apiKey: KEY }),
  );
  shown.push(
    await services.updateEndpoint(SYSTEM, created.id, {
      name: "Lab 2",
      baseUrl: parrot.baseUrl,
      model: "tiny",
    }),
  );

  for (const wrong of [
    { ...input, apiKey: `${KEY} ${KEY}` },
    { ...input, apiKey: `${KEY}é` },
    { ...input, apiKey: KEY.repeat(50) },
    { ...input, baseUrl: "nowhere" },
    { ...input, concurrency: 0 },
  ]) {
    const error: unknown = await services
      .createEndpoint(SYSTEM, wrong)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "AppError", code: "invalid" });
    shown.push(toProblemDocument(error), String(error));
    log("request failed", { error: error instanceof Error ? (error.stack ?? error.message) : "" });
  }
  shown.push(written);
  expect(written.length).toBeGreaterThan(0);
  expect(JSON.stringify(shown)).not.toContain(KEY.slice(0, 12));

  const { pool, close } = openDatabase(database.url, () => undefined);
  const { rows } = await pool.query<{ row: string }>("SELECT endpoint::text AS row FROM endpoint");
  await close();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain(KEY.slice(0, 12));
});

it("fails with advice when the installation's key differs", async () => {
  const other = openContainer(
    parseEnv({
      DATABASE_URL: database.url,
      AUTH_SECRET: "x".repeat(32),
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    }),
    "test",
  );
  const [endpoint] = await other.services.listEndpoints(SYSTEM);
  const error: unknown = await other.services
    .testEndpoint(SYSTEM, { baseUrl: parrot.baseUrl, model: "tiny", endpointId: endpoint!.id })
    .catch((thrown: unknown) => thrown);
  await other.close();
  expect(error).toMatchObject({ name: "AppError" });
  expect(toProblemDocument(error)).toMatchObject({ title: expect.stringMatching(/key/) as string });
});
