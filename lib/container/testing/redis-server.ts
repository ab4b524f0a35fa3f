import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { testPort } from "./test-port";

/** Whether redis-server is installed; tests on Redis are skipped where it is not. */
export const hasRedisServer = spawnSync("redis-server", ["--version"]).status === 0;

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
};

/** Starts a Redis server that stores nothing on disk, and waits until it is ready. */
export async function startRedisServer(options: readonly string[] = []): Promise<RedisServer> {
  const port = await testPort();
  const server = spawn(
    "redis-server",
    [
      ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      ...options,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(server, "exit");
  for await (const line of createInterface({ input: server.stdout }))
    if (line.includes("Ready to accept connections")) break;
  // Drain the pipe: the server blocks once it is full.
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: async () => {
      server.kill("SIGTERM");
      await ended;
    },
  };
}
