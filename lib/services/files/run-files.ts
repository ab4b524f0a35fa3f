import type { RunFile, RunFileInfo } from "@/lib/contracts/files";
import type { Scenario } from "@/lib/domain/scenario";
import { type WorldFile, worldFiles } from "./world-files";

/**
 * Lists the files of every run with this scenario, in display order. Files of polls, which belong
 * to one run, are added elsewhere.
 */
export function runFiles(scenario: Scenario): RunFileInfo[] {
  const fixed = Object.entries(FIXED_FILES).map(([name, file]) => ({ name, ...file }));
  return [
    ...fixed.filter(({ group }) => group === "results"),
    ...worldFiles(scenario).map((file) => ({
      name: file.name,
      group: "world" as const,
      ...describe(file, scenario),
    })),
    ...fixed.filter(({ group }) => group === "training"),
  ];
}

/** Files that do not depend on what the scenario declares. */
type FixedFile = Exclude<RunFile, "agents.csv">;

export const isFixedFile = (file: string): file is FixedFile => Object.hasOwn(FIXED_FILES, file);

const FIXED_FILES: Readonly<Record<FixedFile, Omit<RunFileInfo, "name">>> = {
  "decisions.csv": {
    group: "results",
    row: "One row per decision",
    columns:
      "Where and when (run, condition, replicate, seed, round, phase, agent), the action, " +
      "one column per answer, status and reason, model, tokens, latency.",
  },
  "measures.csv": {
    group: "results",
    row: "One row per measure and round",
    columns: "Measure, round, value, unit, and the problem if the value is missing.",
  },
  "steps.csv": {
    group: "results",
    row: "One row per step",
    columns:
      "Round, phase, number of decisions, of valid, invalid (a column per reason) and rejected " +
      "ones, and the digest: runs are equal up to the last step whose digests agree.",
  },
  "manifest.json": {
    group: "results",
    row: "One document",
    columns:
      "Scenario and its hash, parameters, seed, model, program version, digest, totals: " +
      "everything needed to repeat the run and to verify that it is the same.",
  },
  "sft.jsonl": {
    group: "training",
    row: "One line per reviewed decision usable for training",
    columns:
      "The prompt as sent, in chat format, with the rewritten answer, or the agent's own answer " +
      "if it was scored 4 or 5. Other decisions are left out.",
  },
};

/** Describes a file of the world: what one row is, and its columns. */
function describe(
  { kind, of, idHeader, columns }: WorldFile,
  { tables, networks, conversations }: Scenario,
): Pick<RunFileInfo, "row" | "columns"> {
  const names = [idHeader, ...columns.map(({ header }) => header)]
    .filter((header) => header !== null)
    .join(", ");
  switch (kind) {
    case "agents":
      return {
        row: "One row per agent and round",
        columns:
          "One column per attribute, with its value at the end of the round; round 0 is the start.",
      };
    case "world":
      return {
        row: "One row per round",
        columns: `The variables of the world at the end of the round: ${names}.`,
      };
    case "table":
      return {
        row: `One row per round and row of ${tables[of]?.label ?? of}`,
        columns: `Rows at the end of the round: ${names}.`,
      };
    case "network":
      return {
        row: `One row per round and tie of ${networks[of]?.label ?? of}`,
        columns: `Ties at the end of the round: ${names}.`,
      };
    case "conversation":
      return {
        row: `One row per round and turn of ${conversations[of]?.label ?? of}`,
        columns: `Turns up to the end of the round: ${names}.`,
      };
  }
}
