import { spawn } from "node:child_process";

const LONGEST_MS = 15 * 60_000;

export interface Outcome {
  exitCode: number;
  output: string;
  seconds: number;
}

/** Runs a command to its end and keeps everything it prints; one that hangs is ended and counts as failed. */
export function runCommand(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const [file = "", ...options] = words;
    const child = spawn(file, options, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => {
      output += `\nended after ${LONGEST_MS / 60_000} minutes\n`;
      child.kill("SIGTERM");
    }, LONGEST_MS);
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
