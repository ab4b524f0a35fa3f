import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { OperatorError } from "@/lib/config/operator-error";
import { ensureBundle } from "../../scripts/bundle.mjs";
import { DatabaseClientError, ensureDatabaseClient } from "../../scripts/database-client.mjs";
import { hashSources, writeBuildStamp } from "./build-stamp";
import { killGroup } from "./kill-group";
import { PROJECT_ROOT } from "@/lib/config/project-root";

const MAX_ERROR_LINES = 30;

export interface BuildOptions {
  /** Receives the output of the tools. */
  onOutput: (text: string) => void;
  /** File that holds this output, for the message of a failed build. */
  logFile?: string;
  signal?: AbortSignal;
}

/**
 * Generates the database client if it is missing or made from another schema; prints nothing.
 * @throws OperatorError if it cannot be generated or written
 */
export async function generateClient({ signal }: Pick<BuildOptions, "signal"> = {}): Promise<void> {
  try {
    await ensureDatabaseClient(signal === undefined ? {} : { signal });
  } catch (cause) {
    if (!(cause instanceof DatabaseClientError)) throw cause;
    const { message: what, remedy } = cause;
    throw new OperatorError({ code: "installation-incomplete", what, remedy, cause });
  }
}

/** Makes the bundle of the programs and the production build in `.next`; records its sources. */
export async function build(options: BuildOptions): Promise<void> {
  await generateClient(options);
  await ensureBundle();
  const sources = hashSources(PROJECT_ROOT);
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  await runTool("The app", [next, "build"], options);
  writeBuildStamp(PROJECT_ROOT, sources);
}

async function runTool(
  name: string,
  args: string[],
  { onOutput, logFile, signal }: BuildOptions,
): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    let tail: string[] = [];
    const child = spawn(process.execPath, args, {
      cwd: PROJECT_ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    const abort = (): void => killGroup(child, "SIGKILL");
    signal?.addEventListener("abort", abort, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        const text = chunk.toString();
        tail = [...tail, ...text.split("\n").filter((line) => line.trim() !== "")].slice(
          -MAX_ERROR_LINES,
        );
        onOutput(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", abort);
      if (code === 0) resolve();
      else
        reject(
          signal?.aborted
            ? new Error("stopped", { cause: signal.reason })
            : buildError(name, tail, logFile),
        );
    });
  });
}

function buildError(name: string, tail: string[], logFile: string | undefined): OperatorError {
  const full = tail.some((line) => /ENOSPC|No space left on device/.test(line));
  return new OperatorError({
    code: full ? "disk-full" : "build-failed",
    what: full
      ? "The disk is full, so the app could not be built."
      : `${name} could not be built:\n${tail.join("\n")}`,
    ...(logFile === undefined ? {} : { where: logFile }),
    remedy: full
      ? "free about 500 MB of disk space and start again. Your data are untouched."
      : "undo the last change to the sources, or report this with the lines above. Your data " +
        "are untouched.",
  });
}
