import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@/lib/adapters/db/test-database";

/** The output and exit code of a command. */
export type CommandResult = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
};

export type TestCommandLine = {
  /** A folder for files of the test, removed with the test. */
  readonly folder: string;
  /** Runs `microcosm` with these arguments in a separate process. */
  run(...args: string[]): Promise<CommandResult>;
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
    run(...args) {
      const child = spawn(process.execPath, ["--import", "tsx", "cli/microcosm.ts", ...args], {
        env,
      });
      let [out, err] = ["", ""];
      child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
      return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
    },
    async close() {
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
