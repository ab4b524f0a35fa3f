import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../lib/container/platform";

const START_TIMEOUT_MS = 6 * 60_000;
const LINES_SHOWN = 30;

export interface RunningApp {
  url: string;
  dataDir: string;
  /** The last lines of every log, for a failed run. */
  logs(): string;
  stop(): Promise<void>;
}

/**
 * Creates an empty data folder that the account of the database can traverse when started as root.
 */
export function newDataFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "microcosm-e2e-"));
  chmodSync(dataDir, 0o711);
  return dataDir;
}

/**
 * Starts the program as `npm start` does, on a free port and a data folder: an existing one, or an
 * empty one that is removed afterwards. `moreEnv` are variables that depend on its address.
 */
export async function startApp(
  say: (line: string) => void,
  existingFolder?: string,
  moreEnv: (url: string) => Promise<Readonly<Record<string, string>>> = async () => ({}),
): Promise<RunningApp> {
  const dataDir = existingFolder ?? newDataFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["cli/launch.mjs", "cli/start.ts"], {
    // A separate process group: Ctrl-C must not stop the app before the browser.
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      AUTH_RATE_LIMIT: "off",
      DATABASE_URL: "",
      REDIS_URL: "",
      ...(await moreEnv(url)),
    },
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let output = "";
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the app was not ready after ${START_TIMEOUT_MS / 1000} s`)),
      START_TIMEOUT_MS,
    );
    const settle = (action: () => void): void => {
      clearTimeout(timer);
      action();
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (/Ready in/.test(output)) settle(resolve);
        else if (/Not everything is ready/.test(output))
          settle(() => reject(new Error("the app did not become ready")));
      });
    }
    child.once("close", (code) =>
      settle(() => reject(new Error(`the app ended with exit code ${code}`))),
    );
  });
  const logs = (): string => `${output}\n${lastLines(join(dataDir, "logs"))}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
    if (existingFolder === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await ready;
  } catch (error) {
    say(logs());
    await stop();
    throw error;
  }
  return { url, dataDir, logs, stop };
}

function lastLines(folder: string): string {
  return readdirSync(folder)
    .map((name) => {
      const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
      return `--- ${name}\n${lines.slice(-LINES_SHOWN).join("\n")}`;
    })
    .join("\n");
}
