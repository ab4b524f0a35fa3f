import { request, type ClientRequest, type IncomingMessage } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { startStudy } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import { serveApi } from "./testing/serve-api";

/** Enough for a file that no buffer between server and client holds. */
const ROWS = 300_000;

let installation: Installation;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;
let database: pg.Client;
let runId: string;
const open: ClientRequest[] = [];

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  const { services } = installation.container;
  await installation.workHere();
  const { runIds } = await services.startStudy(
    SYSTEM,
    startStudy.parse({ template: "survey-experiment", parameters: { respondents: 20 }, seed: 1 }),
  );
  runId = runIds[0] ?? "";
  await installation.settled(runId);
  database = new pg.Client({ connectionString: installation.databaseUrl });
  await database.connect();
  await database.query(
    `INSERT INTO measure_value (run, measure, round, value)
     SELECT run, measure, 1000 + g, 0.5 FROM generate_series(1, ${String(ROWS)}) AS g,
       (SELECT run, measure FROM measure_value LIMIT 1) AS m`,
  );
  api = await serveApi(installation.container);
});
afterAll(async () => {
  for (const one of open) one.destroy();
  await api.close();
  await database.end();
  await people.close();
  await installation.close();
});

/** A new owner's cookie. */
const arrive = async (): Promise<string> =>
  people.signIn(await people.member("owner"), installation.authSecret);

/** Asks, and does not read the answer's body. */
function ask(path: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(`${api.url}${path}`, { headers: { cookie }, agent: false }, resolve);
    open.push(sent);
    sent.on("error", reject);
    sent.end();
  });
}

const download = (cookie: string): Promise<IncomingMessage> =>
  ask(`/api/runs/${runId}/files/measures.csv`, cookie);

const exportConnections = async (): Promise<number> => {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'microcosm exports'
       AND state = 'active'`,
  );
  return rows[0]?.count ?? -1;
};

it("serves everybody while readers of many downloads have stopped reading", async () => {
  const [ann, bea, cem, dan] = await Promise.all([arrive(), arrive(), arrive(), arrive()]);
  const stalled: IncomingMessage[] = [];
  for (const cookie of [ann, ann, ann, bea, bea, bea, cem, cem])
    stalled.push(await download(cookie));
  expect(stalled.map(({ statusCode }) => statusCode)).toEqual(stalled.map(() => 200));
  await expect.poll(exportConnections).toBe(8);

  const output = vi.spyOn(console, "error");
  const fourth = await download(ann);
  expect([fourth.statusCode, Number(fourth.headers["retry-after"])]).toEqual([429, 10]);
  const ninth = await download(dan);
  expect([ninth.statusCode, Number(ninth.headers["retry-after"])]).toEqual([503, 10]);
  // Neither is a failure: only the second is logged, as information.
  const logged = output.mock.calls.map(([line]) => JSON.parse(String(line)) as object);
  output.mockRestore();
  expect(logged).toMatchObject([
    {
      message: "request refused",
      level: "info",
      code: "unavailable",
      path: `/api/runs/${runId}/files/measures.csv`,
    },
  ]);

  const pages = await Promise.all(Array.from({ length: 30 }, () => ask(`/api/runs/${runId}`, dan)));
  expect(pages.map(({ statusCode }) => statusCode)).toEqual(pages.map(() => 200));

  for (const response of stalled.slice(0, 3)) response.destroy();
  await expect.poll(async () => (await download(dan)).statusCode).toBe(200);
});

it("refuses the live pages of a person who has too many, and nobody else's", async () => {
  const [ann, bea] = await Promise.all([arrive(), arrive()]);
  const path = `/api/runs/${runId}/events`;
  const streams = await Promise.all(Array.from({ length: 50 }, () => ask(path, ann)));
  expect(streams.map(({ statusCode }) => statusCode)).toEqual(streams.map(() => 200));
  expect((await ask(path, ann)).statusCode).toBe(429);
  expect((await ask(path, bea)).statusCode).toBe(200);
  expect((await ask(`/api/runs/${runId}`, ann)).statusCode).toBe(200);
  streams[0]?.destroy();
  await expect.poll(async () => (await ask(path, ann)).statusCode).toBe(200);
});
