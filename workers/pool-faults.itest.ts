import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { SYSTEM } from "@/lib/domain/access";
import { startGatedModel, type GatedModel } from "@/lib/container/testing/gated-model";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 80, tasks: 1 },
  seed: 7,
  replicates: 1,
};
const DECISIONS = 160;
/** Longer than any answer on a busy machine takes, and short enough for a test. */
const TIMEOUT_MS = 10_000;

let installation: Installation;
const gates = new Set<GatedModel>();

beforeAll(async () => {
  installation = await openInstallation();
  await installation.startWorker();
});
afterAll(async () => {
  for (const gate of gates) await gate.close();
  await installation.close();
});

/** A separate server that can be disconnected and reconnected. */
async function startServer(): Promise<GatedModel> {
  const gate = await startGatedModel(installation.demoModelUrl);
  gates.add(gate);
  return gate;
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
    );
    expect(run.progress).toMatchObject({ status: "completed", decisions: DECISIONS, invalid: 0 });
    return run.progress.digest ?? "";
  })());

async function expectWhole(runId: string): Promise<void> {
  const run = await installation.settled(runId);
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
  { does: "hangs", settings: "rateTimeout=0.05,seed=4", more: { timeoutMs: TIMEOUT_MS } },
  {
    does: "drips beyond the time-out, or within it",
    settings: "rateDrip=0.05,dripMs=15000,seed=5",
    more: { timeoutMs: TIMEOUT_MS },
  },
  { does: "shows the error page of a proxy", settings: "rateHtml=0.05,seed=6" },
];

it.each(MISBEHAVIOURS)(
  "a server that $does loses no decision, and repeats few calls",
  async ({ does, settings, more }) => {
    const url = installation.demoModelWith(settings);
    await expectWhole(await start({ endpointId: await addEndpoint(does, url, more) }));
    const seen = await stats(url);
    expect(seen.maxInFlight).toBeLessThanOrEqual(16);
    if (!settings.startsWith("latency"))
      expect(Object.values(seen.faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2);
    expect(seen.requests).toBeLessThan(DECISIONS * 2);
  },
);

it("the other server of a group takes over while one is down; the run never pauses", async () => {
  const mortal = await startServer();
  const other = await startServer();
  for (const [name, { url }] of [
    ["One", mortal],
    ["Two", other],
  ] as const)
    await addEndpoint(name, url, { group: "lab", concurrency: 4 });
  await undisturbed();
  mortal.hold(10);
  other.hold(10);
  const runId = await start({ models: { default: { group: "lab" } } });
  await Promise.all([mortal.untilHeld(), other.untilHeld()]);
  const before = mortal.calls();
  mortal.disconnect();
  other.release();
  await other.untilCalls(80);
  expect(mortal.calls()).toBe(before);
  mortal.release();
  mortal.reconnect();
  await expectWhole(runId);
  // Only calls in flight at its death are repeated.
  expect(mortal.calls() + other.calls()).toBeLessThan(DECISIONS * 1.2);
});

it("loss of the only server pauses the run; it completes once the server is back", async () => {
  const mortal = await startServer();
  const endpointId = await addEndpoint("Alone", mortal.url, { concurrency: 4 });
  mortal.hold(20);
  const runId = await start({ endpointId });
  await mortal.untilHeld();
  mortal.disconnect();
  const paused = await installation.until(runId, ({ progress }) => progress.status === "paused");
  expect(paused.progress.statusReason).toMatch(
    /“Alone” .* (closed the connection|cannot be reached)/,
  );
  mortal.release();
  mortal.reconnect();
  // It would resume automatically, but later.
  await installation.container.services.commandRun(SYSTEM, runId, "resume").catch(() => undefined);
  await installation.until(runId, ({ progress }) => progress.status === "completed");
  await expectWhole(runId);
});
