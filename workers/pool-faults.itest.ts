import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { SYSTEM } from "@/lib/domain/access";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 80, tasks: 1 },
  seed: 7,
  replicates: 1,
};
const DECISIONS = 160;
const DEMO_MODEL = fileURLToPath(new URL("demo-model/main.ts", import.meta.url));

let installation: Installation;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  installation = await openInstallation();
  await installation.startWorker();
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await installation.close();
});

/** A demo model as a process of its own, which can be killed and started again on the same port. */
async function startServer(
  settings: readonly string[],
  port = 0,
): Promise<{ readonly port: number; readonly url: string; kill(): Promise<void> }> {
  const child = fork(DEMO_MODEL, ["--port", String(port), ...settings], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.add(child);
  const [ready] = await once(child, "message");
  const said = z.object({ port: z.number() }).parse(ready);
  return {
    port: said.port,
    url: `http://127.0.0.1:${said.port}/v1`,
    kill: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      children.delete(child);
      await ended;
    },
  };
}

type EndpointMore = {
  readonly group?: string;
  readonly timeoutMs?: number;
  readonly concurrency?: number;
};

async function addEndpoint(
  name: string,
  baseUrl: string,
  more: EndpointMore = {},
): Promise<string> {
  const { id } = await installation.container.services.createEndpoint(SYSTEM, {
    name,
    baseUrl,
    model: "microcosm-demo",
    concurrency: 16,
    ...more,
  });
  return id;
}

async function start(
  choice:
    | { readonly endpointId: string }
    | { readonly models: Record<string, { readonly group: string }> },
): Promise<string> {
  const { runIds } = await installation.container.services.startStudy(SYSTEM, {
    ...STUDY,
    ...choice,
  });
  return runIds[0] ?? "";
}

const stats = async (url: string) =>
  z
    .object({
      requests: z.number(),
      maxInFlight: z.number(),
      faults: z.record(z.string(), z.number()),
    })
    .parse(await (await fetch(`${url}/stats`)).json());

let known: Promise<string> | undefined;
const undisturbed = (): Promise<string> =>
  (known ??= (async () => {
    const run = await installation.settled(
      await start({ endpointId: await addEndpoint("Well", installation.demoModelUrl) }),
      60,
    );
    expect(run.progress).toMatchObject({ status: "completed", decisions: DECISIONS, invalid: 0 });
    return run.progress.digest ?? "";
  })());

async function expectWhole(runId: string): Promise<void> {
  const run = await installation.settled(runId, 60);
  expect(run.progress).toMatchObject({
    status: "completed",
    decisions: DECISIONS,
    invalid: 0,
    digest: await undisturbed(),
  });
  const { rows, total } = await installation.container.services.listDecisions(SYSTEM, runId, {
    limit: 500,
  });
  expect(total).toBe(DECISIONS);
  expect(new Set(rows.map(({ version, seq }) => `${version}/${seq}`)).size).toBe(DECISIONS);
}

const MISBEHAVIOURS: readonly {
  readonly does: string;
  readonly settings: string;
  readonly more?: EndpointMore;
}[] = [
  {
    does: "refuses what is too much, and says when to come back",
    settings: "latency=30,slots=4,maxQueue=2,retryAfter=0.2",
  },
  { does: "refuses at random", settings: "rate429=0.08,retryAfter=0.1,seed=1" },
  { does: "fails", settings: "rate500=0.1,seed=2" },
  { does: "resets connections", settings: "rateReset=0.1,seed=3" },
  { does: "hangs", settings: "rateTimeout=0.05,seed=4", more: { timeoutMs: 1_000 } },
  {
    does: "drips beyond the time-out, or within it",
    settings: "rateDrip=0.05,dripMs=1500,seed=5",
    more: { timeoutMs: 1_000 },
  },
  { does: "shows the error page of a proxy", settings: "rateHtml=0.05,seed=6" },
];

it.each(MISBEHAVIOURS)(
  "a server that $does loses and doubles no decision, and is called little more often than needed",
  async ({ does, settings, more }) => {
    const url = installation.demoModelWith(settings);
    await expectWhole(await start({ endpointId: await addEndpoint(does, url, more) }));
    const seen = await stats(url);
    expect(seen.maxInFlight).toBeLessThanOrEqual(16);
    if (!settings.startsWith("latency"))
      expect(Object.values(seen.faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2);
    expect(seen.requests).toBeLessThan(DECISIONS * 1.3 + 20);
  },
);

it("a server that is killed and comes back leaves its calls to the other of its group meanwhile; the run never pauses", async () => {
  const settings = ["--latency", "60", "--slots", "4"];
  const mortal = await startServer(settings);
  const other = await startServer(settings);
  for (const [name, { url }] of [
    ["One", mortal],
    ["Two", other],
  ] as const)
    await addEndpoint(name, url, { group: "lab", concurrency: 4 });
  const runId = await start({ models: { default: { group: "lab" } } });
  await installation.until(runId, ({ progress }) => progress.decisions >= 20, 30);
  const before = await stats(mortal.url);
  expect(before.requests).toBeGreaterThan(3);
  await mortal.kill();
  await installation.until(runId, ({ progress }) => progress.decisions >= 60, 30);
  const revived = await startServer(settings, mortal.port);
  await expectWhole(runId);
  const after = [await stats(revived.url), await stats(other.url)].map(({ requests }) => requests);
  // What was under way when it died is repeated, and nothing else.
  expect(before.requests + (after[0] ?? 0) + (after[1] ?? 0)).toBeLessThan(DECISIONS * 1.2);
});

it("a server that is killed and serves alone pauses the run with the reason, and ends it to the same digest once it is back", async () => {
  const settings = ["--latency", "60", "--slots", "4"];
  const mortal = await startServer(settings);
  const runId = await start({
    endpointId: await addEndpoint("Alone", mortal.url, { concurrency: 4 }),
  });
  await installation.until(runId, ({ progress }) => progress.decisions >= 20, 30);
  await mortal.kill();
  const paused = await installation.settled(runId, 30);
  expect(paused.progress.status).toBe("paused");
  expect(paused.progress.statusReason).toMatch(
    /“Alone” .* (closed the connection|cannot be reached)/,
  );
  await startServer(settings, mortal.port);
  // It would resume by itself, too, but in its own time.
  await installation.container.services.commandRun(SYSTEM, runId, "resume").catch(() => undefined);
  await installation.until(runId, ({ progress }) => progress.status === "completed", 30);
  await expectWhole(runId);
});
