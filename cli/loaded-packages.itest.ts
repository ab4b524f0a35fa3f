import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { LAUNCHER } from "@/lib/config/project-root";

const coverage = z.object({ result: z.array(z.object({ url: z.string() })) });

/** Runs a command and returns the packages of which it has loaded any module. */
function loadedPackages(...args: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "microcosm-loaded-"));
  try {
    // The coverage that Node writes lists every module.
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { status } = spawnSync(process.execPath, [LAUNCHER, "cli/microcosm.ts", ...args], {
      env,
    });
    expect(status).toBe(0);
    const urls = readdirSync(folder).flatMap((name) =>
      coverage
        .parse(JSON.parse(readFileSync(join(folder, name), "utf8")))
        .result.map(({ url }) => url),
    );
    const names = urls.flatMap(
      (url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
    );
    return [...new Set(names)].toSorted();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it.each([["--help"], ["run --help"], ["templates"]])(
  "%s loads no package but commander",
  (words) => {
    expect(loadedPackages(...words.split(" "))).toEqual(["commander"]);
  },
);

it("validate loads the packages of the engine only", () => {
  expect(loadedPackages("validate", "template:opinion-dynamics")).toEqual([
    ...["@marcbachmann/cel-js", "commander", "jsonc-parser", "liquidjs", "zod"],
  ]);
});
