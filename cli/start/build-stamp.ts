import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema",
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
];
const TEST_FILE = /\.(test|itest|spec)\.tsx?$/;
const GENERATED = "lib/adapters/db/generated";
const STAMP = ".next/microcosm-sources";

/**
 * Hash of the sources of the production build, by content because a checkout changes file times.
 * Excludes tsconfig.json, which the build itself may write.
 */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => listFiles(root, source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** Whether there is no finished build of these sources. */
export function needsBuild(root: string): boolean {
  if (!existsSync(join(root, ".next/BUILD_ID")) || !existsSync(join(root, STAMP))) return true;
  return readFileSync(join(root, STAMP), "utf8") !== hashSources(root);
}

/**
 * Records the sources of the build in `.next`. Call it last: an interrupted build must not count.
 */
export function writeBuildStamp(root: string, sources: string): void {
  writeFileSync(join(root, STAMP), sources);
}

function listFiles(root: string, path: string): string[] {
  if (path === GENERATED || TEST_FILE.test(path)) return [];
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => listFiles(root, `${path}/${name}`));
}
