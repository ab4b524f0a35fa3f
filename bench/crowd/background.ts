import { setTimeout as sleep } from "node:timers/promises";
import { loadBenchScenario } from "../measuring/scenarios";

/** Work that goes on until the signal aborts, and what went wrong with it. */
export type Job = {
  readonly url: string;
  readonly cookie: string;
  readonly signal: AbortSignal;
};
export type Outcome = { readonly done: number; readonly errors: readonly string[] };

/** Milliseconds after a failure. */
const PAUSE_MS = 1_000;

/** Does something again and again; counts how often it succeeded. */
async function repeat(signal: AbortSignal, act: () => Promise<void>): Promise<Outcome> {
  const errors: string[] = [];
  let done = 0;
  while (!signal.aborted) {
    try {
      await act();
      done += 1;
    } catch (error) {
      if (signal.aborted) break;
      errors.push(String(error));
      await sleep(PAUSE_MS);
    }
  }
  return { done, errors };
}

/** Downloads a file again and again. */
export const keepDownloading = ({ url, cookie, signal }: Job, path: string): Promise<Outcome> =>
  repeat(signal, async () => {
    const { ok, status, body } = await fetch(url + path, { headers: { cookie }, signal });
    if (!ok || !body) throw new Error(`${path}: ${status}`);
    for await (const chunk of body) void chunk;
  });

const MULTIPLYING_LOOPS = 6;
/** Whichever limit is reached first. */
const REFUSED = /Too many effects|was stopped after/;

/** Asks again and again for the estimate of a document that multiplies its effects. */
export function keepEstimating({ url, cookie, signal }: Job): Promise<Outcome> {
  const opinion = loadBenchScenario("opinion");
  let rules: readonly unknown[] = [{ stop: "false" }];
  for (let depth = 0; depth < MULTIPLYING_LOOPS; depth += 1)
    rules = [{ forEach: "Voter", as: `v${depth}`, do: rules }];
  const document = { ...opinion, phases: [{ id: "heavy", rules }, ...(opinion.phases ?? [])] };
  let seed = 0;
  return repeat(signal, async () => {
    // Another seed each time, because estimates are kept for a while.
    seed += 1;
    const response = await fetch(`${url}/api/estimates`, {
      method: "POST",
      headers: { cookie, origin: url, "content-type": "application/json" },
      body: JSON.stringify({ document, parameters: { agents: 60 }, replicates: 1, seed }),
      signal,
    });
    const { title = "" } = (await response.json()) as { readonly title?: string };
    if (response.status !== 422 || !REFUSED.test(title))
      throw new Error(`an estimate: ${response.status} ${title}`);
  });
}

/**
 * Follows a run as its page does; counts events, and an early end as an error. `onOpen` is called
 * at the first event, or when there will be none.
 */
export async function listen(
  { url, cookie, signal }: Job,
  path: string,
  onOpen: () => void,
): Promise<Outcome> {
  let done = 0;
  try {
    const { ok, status, body } = await fetch(url + path, { headers: { cookie }, signal });
    if (!ok || !body) throw new Error(`a live page: ${status}`);
    for await (const chunk of body) {
      done += chunk.length > 0 ? 1 : 0;
      onOpen();
    }
    throw new Error("a live page ended early");
  } catch (error) {
    onOpen();
    if (!signal.aborted) return { done, errors: [String(error)] };
  }
  return { done, errors: done === 0 ? ["a live page without an event"] : [] };
}

/** Milliseconds by which the app's event loop was late since the last call. */
export async function readEventLoopDelay(
  url: string,
): Promise<{ readonly maxMs: number; readonly p99Ms: number }> {
  const response = await fetch(`${url}/api/metrics`);
  if (!response.ok) throw new Error(`the metrics: ${response.status}`);
  const text = await response.text();
  const read = (name: string): number => {
    const [, value] = new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, "m").exec(text) ?? [];
    if (value === undefined) throw new Error(`the metrics have no ${name}`);
    return Number(value) * 1_000;
  };
  return {
    maxMs: read("nodejs_eventloop_lag_max_seconds"),
    p99Ms: read("nodejs_eventloop_lag_p99_seconds"),
  };
}
