import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { findFaults, formatLoad, measureFirstLoads } from "./first-loads";

const LIMITS = { "/sign-in": 2_000, "/runs/[id]": 9_000 };
// Random bytes cannot be compressed, equal ones nearly vanish.
const CHUNKS: Record<string, Buffer> = {
  "base.js": randomBytes(1_500),
  "charts.js": randomBytes(8_000),
  "text.js": Buffer.alloc(100_000, "a"),
};
const load = (pages: Record<string, string[]>) =>
  measureFirstLoads(
    Object.entries(pages).map(([route, firstLoadChunkPaths]) => ({ route, firstLoadChunkPaths })),
    (path) => CHUNKS[path] ?? Buffer.alloc(0),
    LIMITS,
  );

test("pages are measured gzipped, largest first, and those within their limits pass", () => {
  const loads = load({ "/sign-in": ["base.js"], "/runs/[id]": ["base.js", "text.js"], "/x": [] });
  expect(loads.map(({ route }) => route)).toEqual(["/runs/[id]", "/sign-in", "/x"]);
  expect(loads[0]?.bytes).toBeLessThan(2_500);
  expect(findFaults(loads, LIMITS)).toEqual([]);
  expect(loads.map(formatLoad)[1]).toMatch(/^ +1\.5 KB {2}\/sign-in {2}\(limit 2\.0 KB\)$/);
});

test("a page above its limit is a fault, and so is a limit without a page", () => {
  const loads = load({ "/runs/[id]": ["base.js", "charts.js"] });
  expect(findFaults(loads, LIMITS)).toEqual([
    "/sign-in has a limit, but the build has no such page.",
    "/runs/[id] loads 9.3 KB at first; the limit is 8.8 KB.",
  ]);
});

test("a manifest of another shape is refused", () => {
  expect(() => measureFirstLoads({ "/": [] }, () => Buffer.alloc(0))).toThrow();
});
