import { request, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/config/env";
import { openContainer } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { waitFor } from "@/lib/container/testing/wait-for";
import { problemDocument } from "@/lib/contracts/errors";
import { SYSTEM } from "@/lib/domain/access";
import { serveApi } from "./testing/serve-api";

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; json(): unknown };
type Ask = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Several parts are sent as chunks, without a length. */
  readonly body?: string | readonly (string | Buffer)[];
};

let installation: Installation;
let people: People;
let person: Person;
let cookie: string;
let api: Awaited<ReturnType<typeof serveApi>>;
let host: string;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  // Creates the first project.
  await installation.container.services.listStudies(SYSTEM);
  person = await people.member("owner", { administrator: true });
  cookie = await people.signIn(person, installation.authSecret);
  api = await serveApi(installation.container);
  ({ host } = new URL(api.url));
});
afterAll(async () => {
  await api.close();
  await people.close();
  await installation.close();
});

/** A request with exactly these headers, which `fetch` does not allow. */
function ask(path: string, { method = "GET", headers = {}, body = [] }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port: new URL(api.url).port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            json: () => JSON.parse(Buffer.concat(chunks).toString()) as unknown,
          }),
        );
      },
    );
    // The server may answer, and close, before it has read all.
    sent.on("error", reject);
    if (typeof body === "string") sent.end(body);
    else {
      for (const part of body) sent.write(part);
      sent.end();
    }
  });
}

const JSON_TYPE = { "content-type": "application/json" };

const rename = (headers: Record<string, string>, body: Ask["body"] = '{"name":"Ada"}') =>
  ask("/api/auth/update-user", { method: "POST", headers, body });

describe("the origin of a request that changes something", () => {
  it.each([
    ["the app itself", () => ({ origin: api.url }), 200],
    [
      "the app, as newer browsers say",
      () => ({ origin: api.url, "sec-fetch-site": "same-origin" }),
      200,
    ],
    ["the same page without an origin", () => ({ "sec-fetch-site": "same-origin" }), 200],
    ["the configured address", () => ({ origin: "http://127.0.0.1:3000" }), 200],
    ["neither header, as from a form on plain http", () => ({}), 403],
    ["another site", () => ({ origin: "http://evil.example" }), 403],
    ["another program on this machine", () => ({ origin: "http://127.0.0.1:9" }), 403],
    ["another scheme", () => ({ origin: `ftp://${host}` }), 403],
    ["a name that begins alike", () => ({ origin: `${api.url}.evil.example` }), 403],
    ["a sandboxed page", () => ({ origin: "null" }), 403],
    ["nothing readable", () => ({ origin: "http://" }), 403],
    [
      "another site, which claims an origin",
      () => ({ origin: api.url, "sec-fetch-site": "cross-site" }),
      403,
    ],
    ["a sister site", () => ({ "sec-fetch-site": "same-site" }), 403],
    ["the address bar", () => ({ "sec-fetch-site": "none" }), 403],
  ] as const)("%s", async (_, headers, status) => {
    const answer = await rename({ cookie, ...JSON_TYPE, ...headers() });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ code: "forbidden" });
  });

  it("does not matter to programs, which have no cookie", async () => {
    expect((await rename(JSON_TYPE)).json()).toMatchObject({ code: "unauthenticated" });
  });

  it("does not matter to reading", async () => {
    const headers = { cookie, "sec-fetch-site": "cross-site", origin: "http://evil.example" };
    expect((await ask("/api/viewer", { headers })).status).toBe(200);
  });
});

describe("the host of a request", () => {
  it.each([
    ["127.0.0.1", 200],
    ["localhost:3000", 200],
    ["LOCALHOST.:3000", 200],
    ["[::1]:3000", 200],
    ["127.9.9.9", 200],
    ["evil.example", 421],
    ["127.0.0.1.evil.example", 421],
    ["localhost.evil.example", 421],
    ["evil.example:3000@localhost", 421],
    ["localhost/evil", 421],
    ["169.254.169.254", 421],
    [" ", 421],
  ])("%s", async (name, status) => {
    const answer = await ask("/api/viewer", { headers: { host: name, cookie } });
    expect(answer.status).toBe(status);
    if (status === 421) {
      expect(answer.json()).toMatchObject({ code: "misdirected" });
      expect(JSON.stringify(answer.json())).toMatch(/APP_URL.*TRUSTED_ORIGINS/);
    }
  });

  it("tells monitors whether the app can serve people, and nothing else", async () => {
    const anyName = { headers: { host: "monitor.example" } };
    const well = await ask("/api/health", anyName);
    expect([well.status, well.json()]).toEqual([200, { status: "ok" }]);
    expect((await ask("/api/health/report")).status).toBe(401);
    const { pool } = people.database;
    const last = `(SELECT max(migration_name) FROM "_prisma_migrations")`;
    const { rows } = await pool.query<{ name: string }>(
      `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = ${last}
        RETURNING migration_name AS name`,
    );
    const bad = await waitFor(
      () => ask("/api/health", anyName),
      ({ status }) => status !== 200,
    );
    expect([bad.status, bad.json()]).toEqual([503, { status: "unavailable" }]);
    const report = await ask("/api/health/report", { headers: { cookie } });
    expect(report.json()).toMatchObject({
      checks: expect.arrayContaining([
        {
          subject: "migrations",
          state: "attention",
          finding: `1 update of the database missing: ${rows[0]?.name}`,
          advice: expect.stringContaining("migrate") as string,
        },
        expect.objectContaining({
          subject: "disk",
          finding: expect.stringMatching(/[GM]B free/) as string,
        }),
        expect.objectContaining({ subject: "backup", state: "attention" }),
      ]) as unknown,
    });
    await pool.query(`UPDATE "_prisma_migrations" SET rolled_back_at = NULL`);
  });

  it("protects metrics that need no token", async () => {
    expect((await ask("/api/metrics")).status).toBe(200);
    expect((await ask("/api/metrics", { headers: { host: "evil.example" } })).status).toBe(403);
  });
});

describe("the body of a request", () => {
  const own = () => ({ cookie, origin: api.url });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])(
    "is not read as %s",
    async (type) => {
      const answer = await rename({ ...own(), ...(type !== "" && { "content-type": type }) });
      expect(answer.json()).toMatchObject({ status: 415, code: "unsupportedType" });
    },
  );

  it.each(["application/json; charset=utf-8", "Application/JSON"])(
    "is read as %s",
    async (type) => {
      expect((await rename({ ...own(), "content-type": type })).status).toBe(200);
    },
  );

  it("has at most 20 MB, counted while it arrives", async () => {
    const megabyte = Buffer.alloc(1024 * 1024, " ");
    const headers = { ...own(), ...JSON_TYPE };
    const chunked = await rename(headers, ['{"name":', ...Array<Buffer>(21).fill(megabyte)]);
    expect(chunked.json()).toMatchObject({ status: 413, code: "tooLarge" });
    const small = await rename(headers, ['{"name":', megabyte, '"Ada"}']);
    expect(small.status).toBe(200);
  });

  it("is refused by its declared length, before it arrives", async () => {
    const answer = await ask("/api/auth/update-user", {
      method: "POST",
      headers: { ...own(), ...JSON_TYPE, "content-length": String(30 * 1024 * 1024) },
      body: [],
    }).catch((error: unknown) => error);
    expect(answer).toMatchObject({ status: 413 });
  });

  it.each(["", "{", "nonsense", '{"name":"Ada"', "\u0000"])("“%s” is not JSON", async (body) => {
    const answer = await rename({ ...own(), ...JSON_TYPE }, body);
    expect(answer.json()).toMatchObject({ status: 400, code: "malformed" });
  });

  it("is not JSON in another encoding", async () => {
    const answer = await rename({ ...own(), ...JSON_TYPE }, [Buffer.from([0x22, 0xff, 0x22])]);
    expect(answer.json()).toMatchObject({ status: 400, code: "malformed" });
  });
});

describe("the change of one's own account", () => {
  const change = (body: object) =>
    rename({ cookie, origin: api.url, ...JSON_TYPE }, JSON.stringify(body));
  const stored = () =>
    people.database.prisma.user.findUniqueOrThrow({ where: { id: person.userId } });

  it("sets the name", async () => {
    expect((await change({ name: "  Ada Lovelace " })).status).toBe(200);
    expect((await stored()).name).toBe("Ada Lovelace");
  });

  it.each([
    { name: "Eve", administrator: false },
    { name: "Eve", emailVerified: true },
    { name: "Eve", image: "https://evil.example/pixel" },
    { name: "Eve", email: "eve@example.org" },
    { name: "Eve", id: "x" },
    { image: "data:," },
    { name: "" },
    { name: "x".repeat(101) },
    { name: "Eve\u0000" },
    { name: "Eve\n" + "x" },
    { name: "Eve\u202e" },
    { name: 7 },
    [],
  ])("refuses %j", async (body) => {
    const before = await stored();
    expect((await change(body)).json()).toMatchObject({ status: 422, code: "invalid" });
    expect(await stored()).toEqual(before);
  });
});

it.each(["/api/runs/%E0%A4%A", "/api/templates/%ff", "/api/%", "/runs/%zz?a=b"])(
  "refuses the path %s, which encodes nothing",
  async (path) => {
    const answer = await ask(path, { headers: { cookie } });
    expect(answer.json()).toMatchObject({ status: 400, code: "malformed" });
  },
);

it("names ids with NUL as what does not exist", async () => {
  for (const path of [
    "/api/runs/%00",
    "/api/runs/x%00/files/decisions.csv",
    "/api/studies/%00",
    "/api/datasets/%00",
    "/api/datasets/sample:%00",
    "/api/templates/%00",
    "/api/endpoints/%00/uses",
    "/api/runs/%00/polls/%00/answers",
    "/api/runs/%00/decisions/%00/%00",
  ])
    expect((await ask(path, { headers: { cookie } })).json(), path).toMatchObject({ status: 404 });
  for (const [method, path] of [
    ["DELETE", "/api/endpoints/%00"],
    ["DELETE", "/api/datasets/%00"],
    ["POST", "/api/runs/%00/pause"],
    ["POST", "/api/runs/%00/polls/%00/resume"],
  ] as const)
    expect(
      (await ask(path, { method, headers: { cookie, origin: api.url } })).json(),
      path,
    ).toMatchObject({ status: 404 });
});

it("forbids to store what it answers", async () => {
  for (const path of [
    "/api/viewer",
    "/api/studies",
    "/api/endpoints",
    "/api/nothing",
    "/api/runs/x",
  ])
    for (const headers of [{ cookie }, {}] as const) {
      const answer = await ask(path, { headers });
      if (answer.status !== 404 || path !== "/api/nothing")
        expect(answer.headers["cache-control"], path).toContain("no-store");
    }
});

it("lists at most 200 problems of a document", async () => {
  const actions = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`a${String(index)}`, { nonsense: index }]),
  );
  const answer = await ask("/api/scenarios/check", {
    method: "POST",
    headers: { cookie, origin: api.url, ...JSON_TYPE },
    body: JSON.stringify({ document: { actions } }),
  });
  const { problems, moreProblems } = answer.json() as { problems: object[]; moreProblems: number };
  expect(problems).toHaveLength(200);
  expect(moreProblems).toBeGreaterThan(0);
});

it("asks to try again later while the database cannot be reached", async () => {
  const broken = openContainer(
    parseEnv({
      DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none",
      AUTH_SECRET: installation.authSecret,
      ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    }),
    "test",
  );
  const before = globalThis.microcosmContainer;
  globalThis.microcosmContainer = broken;
  try {
    for (const path of ["/api/setup", "/api/viewer", "/api/studies"]) {
      const answer = await ask(path, { headers: { cookie } });
      expect(problemDocument.parse(answer.json())).toMatchObject({
        status: 503,
        code: "unavailable",
      });
      expect(Number(answer.headers["retry-after"]), path).toBeGreaterThan(0);
    }
  } finally {
    globalThis.microcosmContainer = before;
    await broken.close();
  }
});
