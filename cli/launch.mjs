// The entry point of `npm start`: plain JavaScript that an old Node can run too, to report what is
// missing before TypeScript and packages can be loaded.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MINIMUM_NODE = [20, 19];
const root = fileURLToPath(new URL("..", import.meta.url));

function stop(what, remedy) {
  console.error(`\n  ${what}\n  What to do: ${remedy}\n`);
  process.exit(1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
  stop(
    `Microcosm needs Node ${MINIMUM_NODE.join(".")} or later; ` +
      `this is Node ${process.versions.node}.`,
    "install a current Node from https://nodejs.org and start again.",
  );
}
for (const name of ["tsx", "commander", "next", "prisma", "pg"]) {
  if (!existsSync(`${root}node_modules/${name}/package.json`))
    stop(`The package "${name}" is not installed.`, `run "npm ci" in ${root} and start again.`);
}

process.chdir(root);
const { register } = await import("tsx/esm/api");
register();
try {
  await import("./start.ts");
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
  stop(
    `The installation is incomplete: ${error.message.split("\n")[0]}`,
    `run "npm ci" in ${root} and start again.`,
  );
}
