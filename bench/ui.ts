import { chromium, type Page } from "@playwright/test";
import { findBrowser } from "../scripts/e2e/find-browser";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import { waitForRun } from "./measuring/wait-for-run";
import { openWeb, type Web } from "./measuring/web";
import type { BenchOptions } from "./options";

declare global {
  /** In the page: the slowest interaction since the last reset. */
  var slowestInteraction: { ms: number };
}

/** Slow enough that the run stays active during the whole measurement. */
const MODEL = "inprocess://instant?latency=300";
const CONCURRENCY = 32;
/** Number of requests of each kind that are timed. */
const REQUESTS = 20;

/** Pages of an active run in headless Chromium, compared with those of the smallest run. */
export async function* uiCases(
  { agents, rounds, repetitions }: Pick<BenchOptions, "agents" | "rounds" | "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const web = await openWeb(say);
  const browser = await chromium.launch({ executablePath: findBrowser(say) });
  try {
    const endpointId = await web.studies.endpoint("slow", MODEL, { concurrency: CONCURRENCY });
    let first: number | undefined;
    for (const count of agents) {
      // Enough rounds to keep a small run active, too.
      const [runId = ""] = await web.studies.begin({
        document: loadBenchScenario("opinion"),
        parameters: { agents: count },
        rounds: Math.max(rounds, Math.ceil(100_000 / count)),
        endpoint: { endpointId },
      });
      await waitForRun(web, runId);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await context.addCookies(
        web.cookie.split("; ").map((pair) => ({
          name: pair.slice(0, pair.indexOf("=")),
          value: pair.slice(pair.indexOf("=") + 1),
          url: web.url,
        })),
      );
      const page = await context.newPage();
      await page.addInitScript(watchInteractions);
      // A warm-up: the server compiles pages at their first request.
      await measurePage(page, web.url, runId);
      const looks: PageTimes[] = [];
      for (let repetition = 1; repetition <= repetitions; repetition += 1) {
        looks.push(await measurePage(page, web.url, runId));
        say(
          `ui, ${count} agents, ${repetition} of ${repetitions}: ${JSON.stringify(looks.at(-1))}`,
        );
      }
      const server = await serverTimes(web, runId);
      await context.close();
      await web.studies.cancel(runId);
      const over = (figure: (one: PageTimes) => number) => roundedSpread(spread(looks.map(figure)));
      const load = over((one) => one.loadMs);
      first ??= load.median;
      yield withEnvironment({
        bench: "ui",
        parameters: { agents: count, repetitions },
        figures: {
          firstLoadMs: load,
          agentSearchMs: over((one) => one.searchMs),
          tableScrollMs: over((one) => one.scrollMs),
          chartMs: over((one) => one.chartMs),
          networkLoadMs: over((one) => one.networkLoadMs),
          networkColourMs: over((one) => one.networkColourMs),
          networkZoomMs: over((one) => one.networkZoomMs),
          serverP95Ms: server.p95,
          slowestRequest: server.slowest,
        },
        reference: { what: "first load of the smallest run", firstLoadMs: first },
        ratio: rounded(load.median / first, 3),
        peakMemoryMiB: {},
      });
    }
  } finally {
    await browser.close();
    await web.close();
  }
}

/** Milliseconds: until a page can be read; from a key or a click to the next paint. */
type PageTimes = {
  readonly loadMs: number;
  readonly searchMs: number;
  readonly scrollMs: number;
  readonly chartMs: number;
} & NetworkTimes;

/**
 * Times of the network page: until laid out, after a change of the colour attribute, and of ten
 * zoom steps.
 */
type NetworkTimes = {
  readonly networkLoadMs: number;
  readonly networkColourMs: number;
  readonly networkZoomMs: number;
};

async function measurePage(page: Page, url: string, runId: string): Promise<PageTimes> {
  const startedAt = performance.now();
  await page.goto(`${url}/runs/${runId}`);
  await page.getByText("Polarisation (sd of opinion)").first().waitFor();
  const loadMs = performance.now() - startedAt;
  const chartMs = await longestInteraction(page, () =>
    page.getByRole("button", { name: /table/i }).first().click(),
  );
  await page.goto(`${url}/runs/${runId}/decisions`);
  await page.getByText("Voter-").first().waitFor();
  const scrollMs = await longestInteraction(page, async () => {
    await page.getByText("Voter-").first().click();
    for (let step = 0; step < 10; step += 1) await page.keyboard.press("PageDown");
  });
  await page.goto(`${url}/runs/${runId}/interview`);
  const search = page.getByRole("searchbox").first();
  await search.waitFor();
  const searchMs = await longestInteraction(page, () =>
    search.pressSequentially("Voter-99", { delay: 40 }),
  );
  return {
    loadMs: Math.round(loadMs),
    searchMs,
    scrollMs,
    chartMs,
    ...(await measureNetwork(page, url, runId)),
  };
}

async function measureNetwork(page: Page, url: string, runId: string): Promise<NetworkTimes> {
  const startedAt = performance.now();
  await page.goto(`${url}/runs/${runId}/network`);
  const picture = page.getByRole("application");
  await picture.waitFor();
  await page.getByText("Laying the network out").waitFor({ state: "detached" });
  const networkLoadMs = Math.round(performance.now() - startedAt);
  await page.getByRole("combobox", { name: "Colour" }).click();
  const networkColourMs = await longestInteraction(page, () =>
    page.getByRole("option", { name: "age" }).click(),
  );
  await picture.focus();
  const networkZoomMs = await longestInteraction(page, async () => {
    for (let step = 0; step < 10; step += 1) await page.keyboard.press(step < 5 ? "+" : "-");
  });
  return { networkLoadMs, networkColourMs, networkZoomMs };
}

/** Runs in the page: records how long the slowest interaction took to its next paint. */
function watchInteractions(): void {
  const slowest = { ms: 0 };
  globalThis.slowestInteraction = slowest;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) slowest.ms = Math.max(slowest.ms, entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

async function longestInteraction(page: Page, act: () => Promise<void>): Promise<number> {
  const read = (): Promise<number> => page.evaluate(() => globalThis.slowestInteraction.ms);
  await page.evaluate(() => void (globalThis.slowestInteraction.ms = 0));
  await act();
  await page.waitForTimeout(300);
  return read();
}

/** The requests that the pages make, each several times. */
async function serverTimes(
  { url, cookie }: Web,
  runId: string,
): Promise<{ readonly p95: number; readonly slowest: string }> {
  const paths = [
    "",
    "/measures",
    "/decisions?limit=100",
    "/decisions?limit=100&round=1",
    "/decisions?limit=100&agent=Voter-99",
    "/faults",
    "/network",
    "/network?focus=Voter-99&hops=3",
    "/cast",
    "/agents?type=Voter&search=99",
  ];
  const times: { readonly path: string; readonly ms: number }[] = [];
  for (let again = 0; again < REQUESTS; again += 1) {
    for (const path of paths) {
      const startedAt = performance.now();
      const response = await fetch(`${url}/api/runs/${runId}${path}`, { headers: { cookie } });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      times.push({ path, ms: performance.now() - startedAt });
    }
  }
  times.sort((a, b) => a.ms - b.ms);
  return {
    p95: rounded(times[Math.floor(times.length * 0.95)]?.ms ?? 0, 3),
    slowest: `${times.at(-1)?.path ?? ""}: ${Math.round(times.at(-1)?.ms ?? 0)} ms`,
  };
}
