import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of `package.json`, with a trailing slash, from the sources as from a bundle of them;
 * only for programs that Next.js has not bundled.
 */
export const PROJECT_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * The module that starts a program of the installation, named by its file, without compiling it:
 * `[LAUNCHER, "cli/microcosm.ts", …]` are the arguments of Node.
 */
export const LAUNCHER = join(PROJECT_ROOT, "cli/launch.mjs");

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return join(folder, "/");
  const parent = dirname(folder);
  if (parent === folder) throw new Error("the folder of the project has no package.json");
  return findRoot(parent);
}
