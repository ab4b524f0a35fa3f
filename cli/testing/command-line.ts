import { spawn, type ChildProcessByStdio } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createTestDatabase } from "@/lib/adapters/db/test-database";
import { LAUNCHER } from "@/lib/config/project-root";

/** The output and exit code of a command. */
export type CommandResult = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
};

/** A command that is running. */
export type StartedCommand = {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly result: Promise<CommandResult>;
  /** Waits until standard error matches; returns it. Rejects if the command ends before. */
  untilError(pattern: RegExp): Promise<string>;
};

export type TestCommandLine = {
  /** A folder for files of the test, removed with the test. */
  readonly folder: string;
  /** Runs `microcosm` with these arguments in a separate process. */
  run(...args: string[]): Promise<CommandResult>;
  /** Starts `microcosm` in a separate process, without waiting for its end. */
  start(...args: string[]): StartedCommand;
  close(): Promise<void>;
};

/**
 * The command line on a separate data folder. Uses a migrated database of the test server, or, with
 * `isEmbedded`, starts PostgreSQL in the data folder for every command, which is slow.
 */
export async function openCommandLine({
  isEmbedded = false,
  variables = {},
}: {
  readonly isEmbedded?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
} = {}): Promise<TestCommandLine> {
  const folder = mkdtempSync(join(tmpdir(), "microcosm-cli-"));
  const database = isEmbedded ? null : await createTestDatabase();
  const env = {
    ...process.env,
    DATABASE_URL: database?.url ?? "",
    REDIS_URL: "",
    DATA_DIR: join(folder, "data"),
    ...variables,
  };
  return {
    folder,
    run: (...args) => startCommand(args, env).result,
    start: (...args) => startCommand(args, env),
    async close() {
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startCommand(args: readonly string[], env: NodeJS.ProcessEnv): StartedCommand {
  const child = spawn(process.execPath, [LAUNCHER, "cli/microcosm.ts", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const result = new Promise<CommandResult>((resolve) =>
    child.once("close", (code) => resolve({ code, out, err })),
  );
  return {
    child,
    result,
    untilError: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(err)) resolve(err);
        };
        child.stderr.on("data", look);
        look();
        child.once("close", () => reject(new Error(`no ${String(pattern)} in: ${err}`)));
      }),
  };
}
