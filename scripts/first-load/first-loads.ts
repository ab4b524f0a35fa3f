import { gzipSync } from "node:zlib";
import { z } from "zod";

/** Next's list of the scripts that a browser loads first, per page (`.next/diagnostics`). */
const routeStats = z.array(
  z.object({ route: z.string(), firstLoadChunkPaths: z.array(z.string()) }),
);

export interface FirstLoad {
  readonly route: string;
  /** Scripts of the first load, gzipped one by one, in bytes. */
  readonly bytes: number;
  /** Undefined for pages without a limit of their own. */
  readonly limit: number | undefined;
}

const KB = 1_024;

/**
 * Limits of the pages that people open first and most, in bytes. What a page loads later, such as
 * the chart library or a dialog, does not count.
 */
const LIMITS: Readonly<Record<string, number>> = {
  "/sign-in": 150 * KB,
  "/runs/[id]": 350 * KB,
};

/**
 * Sums the scripts of each page, largest first.
 *
 * @param manifest content of `.next/diagnostics/route-bundle-stats.json`
 * @param readChunk reads a script by its path relative to the project
 */
export function measureFirstLoads(
  manifest: unknown,
  readChunk: (path: string) => Buffer,
  limits = LIMITS,
): FirstLoad[] {
  const sizes = new Map<string, number>();
  const sizeOf = (path: string): number => {
    const known = sizes.get(path) ?? gzipSync(readChunk(path)).length;
    sizes.set(path, known);
    return known;
  };
  return routeStats
    .parse(manifest)
    .map(({ route, firstLoadChunkPaths }) => ({
      route,
      bytes: firstLoadChunkPaths.reduce((sum, path) => sum + sizeOf(path), 0),
      limit: limits[route],
    }))
    .sort((a, b) => b.bytes - a.bytes || (a.route < b.route ? -1 : 1));
}

/** Says what is wrong: pages above their limit, and limits of pages that are not there. */
export function findFaults(loads: readonly FirstLoad[], limits = LIMITS): string[] {
  return Object.entries(limits).flatMap(([route, limit]) => {
    const load = loads.find((one) => one.route === route);
    if (load === undefined) return [`${route} has a limit, but the build has no such page.`];
    return load.bytes <= limit
      ? []
      : [`${route} loads ${format(load.bytes)} at first; the limit is ${format(limit)}.`];
  });
}

/** One line per page: its size and its limit. */
export const formatLoad = ({ route, bytes, limit }: FirstLoad): string =>
  `${format(bytes).padStart(9)}  ${route}` +
  (limit === undefined ? "" : `  (limit ${format(limit)})`);

const format = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;
