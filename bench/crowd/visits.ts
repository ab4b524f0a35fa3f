import { setTimeout as sleep } from "node:timers/promises";
import { rounded } from "../measuring/spread";

export type Visit = { readonly route: string; readonly ms: number; readonly ok: boolean };

/** Every person goes from page to page for some seconds, looking at each for `reading` seconds. */
export async function browse({
  url,
  cookies,
  routes,
  seconds,
  reading,
}: {
  readonly url: string;
  readonly cookies: readonly string[];
  /** Paths by name. */
  readonly routes: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly reading: number;
}): Promise<Visit[]> {
  const readingMs = reading * 1_000;
  const entries = Object.entries(routes);
  const visits: Visit[] = [];
  const until = performance.now() + seconds * 1_000;
  await Promise.all(
    cookies.map(async (cookie, person) => {
      // People arrive one after the other, as they would, not all in the same instant.
      await sleep((readingMs * person) / cookies.length);
      for (let step = person; performance.now() < until; step += 1) {
        const [route = "", path = ""] = entries[step % entries.length] ?? [];
        visits.push({ route, ...(await visit(url + path, cookie)) });
        await sleep(readingMs);
      }
    }),
  );
  return visits;
}

async function visit(url: string, cookie: string): Promise<Omit<Visit, "route">> {
  const startedAt = performance.now();
  let ok = false;
  try {
    const response = await fetch(url, { headers: { cookie } });
    await response.arrayBuffer();
    ({ ok } = response);
  } catch {
    // A broken connection is an error like another.
  }
  return { ms: performance.now() - startedAt, ok };
}

const P95 = 0.95;

/** The 95th percentile of some visits, in milliseconds. */
export function p95(visits: readonly Visit[]): number {
  const sorted = visits.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * P95) - 1] ?? 0;
}

/** Figures of visits: the 95th percentile of all and of each route, and what failed. */
export function summarizeVisits(visits: readonly Visit[]): Record<string, number> {
  const routes = [...new Set(visits.map(({ route }) => route))].sort();
  return {
    visits: visits.length,
    errors: visits.filter(({ ok }) => !ok).length,
    p95Ms: rounded(p95(visits)),
    slowestMs: rounded(Math.max(0, ...visits.map(({ ms }) => ms))),
    ...Object.fromEntries(
      routes.map((route) => [
        `${route}, p95 ms`,
        rounded(p95(visits.filter((visit) => visit.route === route))),
      ]),
    ),
  };
}
