// Starts a program of the installation: node cli/launch.mjs FILE.ts [arguments]. Plain JavaScript
// that an old Node can run too, to report what is missing before packages can be loaded. The
// program runs in this process, or in this thread, and finds its arguments where it expects them.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const MINIMUM_NODE = [20, 19];
const FAILED = 1;
/** The exit code of a command that could not start. */
const UNAVAILABLE = 5;
const root = fileURLToPath(new URL("..", import.meta.url));

function stop(what, remedy, exitCode) {
  console.error(`\n  ${what}\n  What to do: ${remedy}\n`);
  process.exit(exitCode);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
  stop(
    `Microcosm needs Node ${MINIMUM_NODE.join(".")} or later; ` +
      `this is Node ${process.versions.node}.`,
    "install a current Node from https://nodejs.org and start again.",
    FAILED,
  );
}
for (const name of ["esbuild", "tsx", "commander", "next", "prisma", "pg"]) {
  if (!existsSync(`${root}node_modules/${name}/package.json`))
    stop(
      `The package "${name}" is not installed.`,
      `run "npm ci" in ${root} and start again.`,
      FAILED,
    );
}

const [, , file, ...args] = process.argv;
const program = resolve(root, file);
process.argv = [process.argv[0], program, ...args];

/** The bundle of the program; without one, compiles each module as it is loaded. */
async function findModule() {
  const { findBundle } = await import("../scripts/bundle.mjs");
  const bundle = await findBundle(program);
  if (bundle === undefined) {
    const { register } = await import("tsx/esm/api");
    register({ tsconfig: resolve(root, "tsconfig.json") });
    return program;
  }
  // Stack traces name the lines of the sources.
  process.setSourceMapsEnabled(true);
  return bundle;
}

try {
  await import(pathToFileURL(await findModule()).href);
} catch (error) {
  if (error?.name === "DatabaseClientError") stop(error.message, error.remedy, UNAVAILABLE);
  if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
  stop(
    `The installation is incomplete: ${error.message.split("\n")[0]}`,
    `run "npm ci" in ${root} and start again.`,
    FAILED,
  );
}
