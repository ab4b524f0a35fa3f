import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { LAUNCHER, PROJECT_ROOT } from "@/lib/config/project-root";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";

type Sample = { readonly processorSeconds: number; readonly seconds: number };
type Command = { readonly name: string; readonly args: readonly string[] };

const REFERENCE: Command = { name: "node -e 0", args: ["-e", "0"] };
const TEMPLATE = "template:opinion-dynamics";
/** The cumulated times of ended children, as the shell prints them: `0m1.23s`. */
const TIME = /(\d+)m([\d.]+)s/g;

/**
 * Processor time of commands with everything that they start and wait for, in turn with a Node that
 * does nothing. Each run creates the database of a data folder of its own.
 */
export async function* cliCases(
  { agents, rounds, repetitions }: BenchOptions,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const microcosm = (name: string, ...words: string[]): Command => ({
    name,
    args: [LAUNCHER, "cli/microcosm.ts", ...words],
  });
  const commands = [
    microcosm("templates", "templates"),
    microcosm("validate", "validate", TEMPLATE),
    ...agents.map((count) =>
      microcosm(
        `run of ${count} agents × ${rounds} rounds`,
        ...["run", TEMPLATE, "--param", `voters=${count}`, "--rounds", String(rounds)],
        ...["--seed", "1", "--no-estimate"],
      ),
    ),
  ];
  // The first start may compile.
  for (const command of commands) await measure(command);
  const all = [REFERENCE, ...commands];
  const samples = new Map<Command, Sample[]>(all.map((command) => [command, []]));
  for (let count = 1; count <= repetitions; count += 1) {
    for (const [command, taken] of samples) taken.push(await measure(command));
    say(`cli, ${count} of ${repetitions}`);
  }
  const spreadOf = (command: Command, figure: keyof Sample) =>
    spread((samples.get(command) ?? []).map((sample) => sample[figure]));
  const reference = spreadOf(REFERENCE, "processorSeconds");
  for (const command of commands) {
    const processor = spreadOf(command, "processorSeconds");
    yield withEnvironment({
      bench: "cli",
      parameters: { command: command.name, repetitions },
      figures: {
        processorSeconds: roundedSpread(processor),
        seconds: roundedSpread(spreadOf(command, "seconds")),
      },
      reference: { processorSeconds: roundedSpread(reference) },
      ratio: rounded(processor.median / reference.median),
      peakMemoryMiB: {},
    });
  }
}

async function measure({ name, args }: Command): Promise<Sample> {
  const dataDir = mkdtempSync(join(tmpdir(), "microcosm-bench-cli-"));
  // As root, the database runs under its own account, which needs to traverse this folder.
  chmodSync(dataDir, 0o711);
  try {
    const startedAt = performance.now();
    const script = '"$0" "$@" >/dev/null 2>&1 && times';
    const child = spawn("sh", ["-c", script, process.execPath, ...args], {
      cwd: PROJECT_ROOT,
      env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: "", REDIS_URL: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    // The second line has the times of children.
    const [, line = ""] = (await text(child.stdout)).split("\n");
    const times = [...line.matchAll(TIME)].map(
      ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
    );
    if (times.length === 0) throw new Error(`${name} failed`);
    return {
      processorSeconds: times.reduce((sum, time) => sum + time, 0),
      seconds: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
