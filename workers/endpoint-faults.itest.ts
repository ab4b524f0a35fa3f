import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/access";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 40, tasks: 1 },
  seed: 7,
  replicates: 1,
};
const KEY = "sk-never-to-be-seen-0123456789";

let installation: Installation;
const servers: Server[] = [];

beforeAll(async () => {
  installation = await openInstallation();
  await installation.startWorker();
});
afterAll(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await installation.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const refuse =
  (status: number, message: string): RequestListener =>
  (_request, response) => {
    response
      .writeHead(status, { "content-type": "application/json" })
      .end(JSON.stringify({ error: { message, type: "invalid_request_error" } }));
  };

const page: RequestListener = (_request, response) => {
  response
    .writeHead(200, { "content-type": "text/html" })
    .end("<!doctype html><title>Welcome</title>");
};

/** Starts the study against an endpoint; returns its id. */
async function start(
  baseUrl: string,
  more: {
    readonly timeoutMs?: number;
    readonly concurrency?: number;
    readonly model?: string;
  } = {},
): Promise<string> {
  const { services } = installation.container;
  const input = {
    name: "Lab server",
    baseUrl,
    model: "microcosm-demo",
    apiKey: KEY,
    concurrency: 16,
    ...more,
  };
  const { id } = await services.createEndpoint(SYSTEM, input);
  const { runIds } = await services.startStudy(SYSTEM, { ...STUDY, endpointId: id });
  return runIds[0] ?? "";
}

const undisturbed = once(async () => {
  const run = await installation.settled(await start(installation.demoModelUrl));
  expect(run.progress).toMatchObject({ status: "completed", decisions: 80, invalid: 0 });
  return run.progress.digest;
});

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}

/** Returns every decision of a run, each of which must occur once. */
async function decisionsOf(runId: string) {
  const { rows, total } = await installation.container.services.listDecisions(SYSTEM, runId, {
    limit: 500,
  });
  const places = new Set(rows.map(({ version, agent }) => `${version}/${agent}`));
  expect(places.size).toBe(rows.length);
  expect(total).toBe(rows.length);
  return rows;
}

it("an endpoint that cannot serve pauses the run with the reason", async () => {
  const cases: { name: string; baseUrl: string; reason: RegExp; timeoutMs?: number }[] = [
    {
      name: "unreachable",
      baseUrl: "http://127.0.0.1:9/v1",
      reason: /cannot be reached: no server is listening there/,
    },
    {
      name: "401",
      baseUrl: await serve(refuse(401, `Incorrect API key provided: ${KEY}`)),
      reason: /refused the call \(401\)\. Check the key/,
    },
    {
      name: "404",
      baseUrl: await serve(refuse(404, "The model does not exist")),
      reason: /does not serve the model “microcosm-demo”/,
    },
    {
      name: "web page",
      baseUrl: await serve(page),
      reason: /does not respond like an OpenAI-compatible server: it sent a web page/,
    },
    {
      name: "hangs",
      baseUrl: await serve(() => undefined),
      timeoutMs: 1_000,
      reason: /did not finish its answer within 1 s/,
    },
  ];
  await Promise.all(
    cases.map(async ({ name, baseUrl, reason, timeoutMs }) => {
      const runId = await start(baseUrl, { ...(timeoutMs && { timeoutMs }) });
      const run = await installation.settled(runId);
      expect(run.progress, name).toMatchObject({ status: "paused", decisions: 0, version: 1 });
      expect(run.progress.statusReason, name).toMatch(reason);
      expect(run.progress.statusReason, name).toMatch(/“Lab server”/);
      expect(JSON.stringify(run), name).not.toContain(KEY);
    }),
  );
});

it("a run whose endpoint dies keeps its decisions; it later reaches the same digest", async () => {
  // Five concurrent calls; after 23 the server is permanently gone from this address.
  const runId = await start(installation.demoModelWith("latency=20,dieAfter=23"), {
    concurrency: 5,
  });
  const paused = await installation.settled(runId);
  expect(paused.progress.status).toBe("paused");
  expect(paused.progress.statusReason).toMatch(/closed the connection/);

  // Still gone: pauses again, and loses nothing.
  const { services } = installation.container;
  await services.commandRun(SYSTEM, runId, "resume");
  expect((await installation.settled(runId)).progress.status).toBe("paused");
  const recorded = await decisionsOf(runId);
  expect(recorded.length).toBeGreaterThanOrEqual(Math.max(1, paused.progress.decisions));
  expect(recorded.length).toBeLessThanOrEqual(23);

  const endpoint = (await services.listEndpoints(SYSTEM)).find(({ baseUrl }) =>
    baseUrl.includes("dieAfter"),
  );
  const { name, model, concurrency, timeoutMs } = endpoint!;
  await services.updateEndpoint(SYSTEM, endpoint!.id, {
    name,
    model,
    concurrency,
    timeoutMs,
    baseUrl: installation.demoModelUrl,
  });
  await services.commandRun(SYSTEM, runId, "resume");
  const run = await installation.settled(runId);
  expect(run.progress).toMatchObject({
    status: "completed",
    statusReason: null,
    decisions: 80,
    digest: await undisturbed(),
  });
  const all = await decisionsOf(runId);
  expect(
    all.filter(({ version, seq }) =>
      recorded.some((one) => one.version === version && one.seq === seq),
    ),
  ).toEqual(recorded);
});

// One call in ten fails, so that four failures in a row, which would rightly pause the run, are
// practically excluded.
it("transient errors affect neither the digest nor the count of invalid decisions", async () => {
  const runId = await start(
    installation.demoModelWith("rate429=0.04,rate500=0.04,rateReset=0.02,retryAfter=0,seed=3"),
  );
  const run = await installation.settled(runId);
  expect(run.progress).toMatchObject({
    status: "completed",
    decisions: 80,
    invalid: 0,
    digest: await undisturbed(),
  });
});

it("invalid answers are counted with their reasons, and retries are bounded", async () => {
  const runId = await start(
    installation.demoModelWith(
      "rateInvalid=0.4,rateTruncated=0.15,rateEmpty=0.15,rateRefusal=0.15,seed=5",
    ),
  );
  const run = await installation.settled(runId);
  expect(run.progress).toMatchObject({ status: "completed", decisions: 80 });
  const rows = await decisionsOf(runId);
  const invalid = rows.filter(({ status }) => status === "invalid");
  expect(invalid.length).toBe(run.progress.invalid);
  expect(invalid.length).toBeGreaterThan(20);
  expect(rows.length - invalid.length).toBeGreaterThan(5);
  const reasons = new Set(invalid.map(({ reason }) => reason));
  expect(reasons.size).toBeGreaterThan(3);
  expect([...reasons].filter((reason) => !reason)).toEqual([]);
  const details = await Promise.all(
    rows
      .slice(0, 40)
      .map(({ version, seq }) =>
        installation.container.services.getDecision(SYSTEM, { runId, version, seq }),
      ),
  );
  // The template leaves `calls.retries` at 2; an answer that was cut off gets more room twice
  // besides, until four times the limit of tokens, and one that is refused is asked for once more.
  for (const { status, attempts, raw, message, values } of details) {
    expect(attempts).toBeLessThanOrEqual(5);
    expect(raw).not.toBeNull();
    if (status === "valid") continue;
    expect(attempts).toBeGreaterThanOrEqual(2);
    expect({ hasMessage: Boolean(message), values }).toEqual({ hasMessage: true, values: null });
  }
  expect(details.some(({ status, attempts }) => status === "valid" && attempts > 1)).toBe(true);
});
