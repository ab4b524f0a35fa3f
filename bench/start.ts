import { rmSync } from "node:fs";
import { newDataFolder, startApp } from "../scripts/e2e/running-app";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";

/** `npm start` on a machine with a build and data, until the first page is served. */
export async function* startCases(
  { repetitions }: Pick<BenchOptions, "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const dataDir = newDataFolder();
  try {
    // Builds what is missing, creates the database, and runs the example study.
    await (await startApp(say, dataDir)).stop();
    const seconds: number[] = [];
    for (let count = 1; count <= repetitions; count += 1) {
      const startedAt = performance.now();
      const app = await startApp(say, dataDir);
      try {
        const page = await fetch(`${app.url}/setup`);
        if (!page.ok) throw new Error(`the first page came with status ${page.status}`);
        await page.text();
        seconds.push((performance.now() - startedAt) / 1_000);
      } finally {
        await app.stop();
      }
      say(`start, ${count} of ${repetitions}: ${(seconds.at(-1) ?? 0).toFixed(1)} s`);
    }
    yield withEnvironment({
      bench: "start",
      parameters: { repetitions },
      figures: { seconds: roundedSpread(spread(seconds)) },
      reference: {},
      ratio: null,
      peakMemoryMiB: {},
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
