import { CommanderError } from "commander";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { recordPolicy } from "@/lib/domain/run";
import { createProgram } from "./program";
import { RECORD_POLICIES } from "./run-commands";

let output: { out: string; err: string };

beforeEach(() => {
  output = { out: "", err: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((output.out += text), true));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((output.err += text), true));
});
afterEach(() => vi.restoreAllMocks());

async function parse(...args: string[]): Promise<CommanderError> {
  const failure: unknown = await createProgram()
    .parseAsync(args, { from: "user" })
    .catch((error: unknown) => error);
  if (failure instanceof CommanderError) return failure;
  throw new Error(`not refused: ${args.join(" ")}`, { cause: failure });
}

it("offers every policy on recorded answers", () => {
  expect(RECORD_POLICIES).toEqual(recordPolicy.options);
});

it("prints the help on standard output with exit code 0", async () => {
  expect((await parse("--help")).exitCode).toBe(0);
  expect(output.out).toMatch(/^Usage: microcosm <command> \[options\]/);
  expect(output.out).toMatch(/^Runs:\n {2}run \[options\] <scenario> /m);
  expect(output.err).toBe("");
  expect((await parse("fork", "--help")).exitCode).toBe(0);
  expect(output.out).toContain("--round <n>");
});

it("prints the help on standard error when no command is given", async () => {
  expect((await parse()).exitCode).not.toBe(0);
  expect(output.out).toBe("");
  expect(output.err).toContain("Usage: microcosm <command> [options]");
});

it.each([
  [["rum"], "(Did you mean run?)"],
  [["run", "x.json", "--sead", "1"], "(Did you mean --seed?)"],
  [["run", "x.json", "--sead", "1"], "Usage: microcosm run --help"],
  [["endpoints", "disabel", "GPU"], "(Did you mean disable?)"],
  [["data", "ad", "x.csv"], "(Did you mean add?)"],
  [["run"], "missing required argument 'scenario'"],
  [["run", "a.json", "b.json"], "too many arguments"],
  [["run", "x.json", "--seed", "many"], "'--seed <s>' argument 'many' is invalid"],
  [["run", "x.json", "--budget-usd", "0"], "US dollars above 0"],
  [["run", "x.json", "--record", "sometimes"], "Allowed choices are fresh, reuse, only"],
  [["endpoints", "add", "--preset", "vllm"], "required option '--model <name>' not specified"],
  [["endpoints", "add", "--model", "x", "--price-in", "cheap"], "US dollars per million tokens"],
  [["delete", "project", "x"], "Allowed choices are study, run, scenario"],
  [["export", "RUN"], "required option '--out <dir>' not specified"],
])("refuses %j and says why", async (args, message) => {
  await parse(...args);
  expect(output.err).toContain(message);
  expect(output.out).toBe("");
});
