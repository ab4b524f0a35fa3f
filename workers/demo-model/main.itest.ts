import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { LAUNCHER } from "@/lib/config/project-root";
import { waitFor } from "@/lib/container/testing/wait-for";

const MAIN = "workers/demo-model/main.ts";

async function start(
  argv: string[],
): Promise<{ child: ChildProcess; output: Record<string, unknown>; sent: unknown }> {
  const child = fork(LAUNCHER, [MAIN, ...argv], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const [[line], [sent]] = await Promise.all([once(child.stdout!, "data"), once(child, "message")]);
  return { child, output: JSON.parse(String(line)) as Record<string, unknown>, sent };
}

describe("the demo model as a process", () => {
  it("reports when it is ready and exits with its parent", async () => {
    const { child, output, sent } = await start(["--port", "0", "--latency-ms", "1"]);
    expect(output).toEqual({
      ready: true,
      port: output.port,
      url: `http://127.0.0.1:${output.port as number}/v1`,
    });
    expect(sent).toEqual({ type: "ready", port: output.port });
    expect((await fetch(`${output.url as string}/models`)).status).toBe(200);
    child.disconnect();
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("exits cleanly on SIGTERM, even while a request waits for an answer", async () => {
    const { child, output } = await start(["--rate-timeout", "1"]);
    const waiting = fetch(`${output.url as string}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "microcosm-demo", messages: [{ role: "user", content: "?" }] }),
    });
    const broken = expect(waiting).rejects.toThrow();
    const stats = async () =>
      (await (await fetch(`${output.url as string}/stats`)).json()) as { inFlight: number };
    await waitFor(stats, ({ inFlight }) => inFlight > 0);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    await broken;
  });

  it("names a wrong flag and a taken port, without a stack trace", async () => {
    const { child, output } = await start([]);
    for (const [argv, message] of [
      [["--speeed", "3"], /"speeed": there is no such setting/],
      [["--port", String(output.port)], /EADDRINUSE/],
    ] as const) {
      const failing = fork(LAUNCHER, [MAIN, ...argv], {
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      });
      const [[error], exit] = await Promise.all([
        once(failing.stderr!, "data"),
        once(failing, "exit"),
      ]);
      expect(String(error)).toMatch(message);
      expect(String(error)).not.toMatch(/\n\s+at /);
      expect(exit).toEqual([1, null]);
    }
    child.disconnect();
    await once(child, "exit");
  });
});
