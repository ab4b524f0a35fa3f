import { spawn } from "node:child_process";

/** A command that takes this long hangs: on a machine busy with other work they take half of it. */
const TIMEOUT_MS = 60 * 60_000;

export interface CommandOutcome {
  exitCode: number;
  output: string;
  seconds: number;
}

/** Runs a command and captures its output; a command that hangs is killed and counts as failed. */
export function runCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<CommandOutcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const [file = "", ...args] = command;
    const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => {
      output += `\nkilled after ${TIMEOUT_MS / 60_000} minutes\n`;
      child.kill("SIGTERM");
    }, TIMEOUT_MS);
    const finish = (exitCode: number): void => {
      clearTimeout(timer);
      resolve({ exitCode, output, seconds: (performance.now() - startedAt) / 1000 });
    };
    child.once("error", (error) => {
      output += error.message;
      finish(1);
    });
    child.once("close", (code) => finish(code ?? 1));
  });
}
