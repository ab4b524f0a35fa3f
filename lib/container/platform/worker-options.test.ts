import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { WORKER_NODE_OPTIONS } from "./worker-options";

it("match those of `npm run worker`", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
    scripts: { worker: string };
  };
  expect(scripts.worker).toBe(
    `exec node ${WORKER_NODE_OPTIONS.join(" ")} cli/launch.mjs workers/main.ts`,
  );
});

it("give a worker enough heap for a million agents", () => {
  const limit = spawnSync(
    process.execPath,
    [...WORKER_NODE_OPTIONS, "-p", "require('v8').getHeapStatistics().heap_size_limit"],
    { encoding: "utf8" },
  );
  expect(Number(limit.stdout) / 2 ** 30).toBeGreaterThan(8);
});
