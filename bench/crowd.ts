import { openPeople, type People } from "@/lib/container/testing/people";
import {
  type Job,
  keepDownloading,
  keepEstimating,
  listen,
  type Outcome,
  readEventLoopDelay,
} from "./crowd/background";
import { browse, p95, summarizeVisits } from "./crowd/visits";
import { watchMemory } from "./measuring/memory";
import { multiplyRows } from "./measuring/multiply-rows";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded } from "./measuring/spread";
import { waitForRun } from "./measuring/wait-for-run";
import { openWeb, type Web } from "./measuring/web";
import type { BenchOptions } from "./options";

/** Slow enough that the run stays active during the whole measurement. */
const MODEL = "inprocess://instant?latency=300";
const CONCURRENCY = 32;
/** Agents of the run whose file is downloaded, before its rows are multiplied. */
const EXPORT_AGENTS = 1_000;

/**
 * People who browse alone, and then while a large run, a download, live pages and the estimates of
 * a document that multiplies its effects go on: p95 of every route, errors, and by how much the
 * app's event loop was late.
 */
export async function* crowdCases(
  { agents: sizes, crowd }: Pick<BenchOptions, "agents" | "crowd">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const { people, streams, rows, seconds, reading } = crowd;
  const web = await openWeb(say);
  const accounts = openPeople(web.databaseUrl);
  const memory = watchMemory(web.processes(), {});
  try {
    const cookies = await signInAll(accounts, web, people);
    const [first = ""] = cookies;
    const exported = await prepareExport(web, rows);
    say(`crowd: a run with ${rows} decisions is stored`);
    for (const agents of sizes) {
      const runId = await beginRun(web, agents);
      const routes = {
        home: "/",
        run: `/runs/${runId}`,
        decisions: `/runs/${runId}/decisions`,
        "run (API)": `/api/runs/${runId}`,
        "agents (API)": `/api/runs/${runId}/agents?type=Voter`,
        "decisions (API)": `/api/runs/${runId}/decisions`,
      };
      const browsing = { url: web.url, cookies, routes, reading };
      // The server loads each page at its first request.
      await browse({ ...browsing, cookies: cookies.slice(0, 6), seconds: 10 });
      await readEventLoopDelay(web.url);
      const alone = summarizeVisits(await browse({ ...browsing, seconds }));
      const loopAlone = await readEventLoopDelay(web.url);
      say(`crowd, ${agents} agents, alone: ${JSON.stringify({ ...alone, ...loopAlone })}`);

      const stop = new AbortController();
      const job = { url: web.url, cookie: first, signal: stop.signal };
      const background = {
        downloads: keepDownloading(job, exported.file),
        estimates: keepEstimating(job),
        streams: await openStreams(job, { cookies, streams, path: `/api/runs/${runId}/events` }),
      };
      await readEventLoopDelay(web.url);
      const visits = await browse({ ...browsing, seconds });
      const loop = await readEventLoopDelay(web.url);
      stop.abort();
      const [downloads, estimates, listeners] = await Promise.all([
        background.downloads,
        background.estimates,
        background.streams.outcomes,
      ]);
      await web.studies.cancel(runId);
      const together = summarizeVisits(visits);
      const faults = [downloads, estimates, ...listeners].flatMap(({ errors }) => errors);
      for (const fault of new Set(faults)) say(`crowd: ${fault}`);
      say(`crowd, ${agents} agents, together: ${JSON.stringify({ ...together, ...loop })}`);
      yield withEnvironment(
        {
          bench: "crowd",
          parameters: { agents, people, streams, rows, seconds, reading },
          figures: {
            ...together,
            errors: (together["errors"] ?? 0) + faults.length,
            eventLoopMaxMs: rounded(loop.maxMs),
            eventLoopP99Ms: rounded(loop.p99Ms),
            downloads: downloads.done,
            estimatesRefused: estimates.done,
            events: listeners.reduce((sum: number, { done }: Outcome) => sum + done, 0),
          },
          reference: {
            what: "the same people alone",
            ...alone,
            eventLoopMaxMs: rounded(loopAlone.maxMs),
          },
          ratio: rounded(p95(visits) / (alone["p95Ms"] ?? 0), 3),
          peakMemoryMiB: { largestProcess: Math.max(0, ...Object.values(memory.peaks())) },
        },
        exported.postgres,
      );
    }
  } finally {
    memory.stop();
    await accounts.close();
    await web.close();
  }
}

async function signInAll(accounts: People, web: Web, people: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let count = 0; count < people; count += 1)
    cookies.push(await accounts.signIn(await accounts.member("owner"), web.authSecret));
  return cookies;
}

/** Stores a run with so many decisions; returns the path of its file. */
async function prepareExport(
  web: Web,
  rows: number,
): Promise<{ readonly file: string; readonly postgres: string }> {
  const agents = Math.min(rows, EXPORT_AGENTS);
  const [run] = await web.studies.play({
    document: loadBenchScenario("opinion"),
    parameters: { agents },
    rounds: 1,
    endpoint: {
      endpointId: await web.studies.endpoint("instant", "inprocess://instant", { concurrency: 64 }),
    },
  });
  if (!run) throw new Error("the study has no run");
  return {
    file: `/api/runs/${run.runId}/files/decisions.csv`,
    postgres: await multiplyRows(web.databaseUrl, run.runId, Math.ceil(rows / agents)),
  };
}

/** Opens live pages of many people, and waits until each has its first event. */
async function openStreams(
  job: Job,
  {
    cookies,
    streams,
    path,
  }: { readonly cookies: readonly string[]; readonly streams: number; readonly path: string },
): Promise<{ readonly outcomes: Promise<readonly Outcome[]> }> {
  const outcomes: Promise<Outcome>[] = [];
  await Promise.all(
    Array.from({ length: streams }, (_, index) => {
      const cookie = cookies[index % cookies.length] ?? "";
      return new Promise<void>((resolve) =>
        outcomes.push(listen({ ...job, cookie }, path, resolve)),
      );
    }),
  );
  return { outcomes: Promise.all(outcomes) };
}

/** Begins a run that lasts longer than the measurement, and waits for its first decisions. */
async function beginRun(web: Web, agents: number): Promise<string> {
  const [runId = ""] = await web.studies.begin({
    document: loadBenchScenario("opinion"),
    parameters: { agents },
    rounds: Math.max(3, Math.ceil(100_000 / agents)),
    endpoint: {
      endpointId: await web.studies.endpoint("slow", MODEL, { concurrency: CONCURRENCY }),
    },
  });
  await waitForRun(web, runId);
  return runId;
}
