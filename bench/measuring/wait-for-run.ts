import { setTimeout as sleep } from "node:timers/promises";
import type { Web } from "./web";

/** Waits until a run has some decisions. */
export async function waitForRun(
  { url, cookie }: Pick<Web, "url" | "cookie">,
  runId: string,
): Promise<void> {
  for (;;) {
    const { progress } = (await (
      await fetch(`${url}/api/runs/${runId}`, { headers: { cookie } })
    ).json()) as { progress: { decisions: number; status: string } };
    if (progress.decisions > 500) return;
    if (progress.status !== "running" && progress.status !== "queued")
      throw new Error(`the run is ${progress.status}`);
    await sleep(100);
  }
}
