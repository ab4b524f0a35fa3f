import { z } from "zod";

/** Files of every run, independent of its scenario. */
export type RunFile =
  "decisions.csv" | "agents.csv" | "measures.csv" | "steps.csv" | "sft.jsonl" | "manifest.json";

/** A file of a run with a description of its rows and columns. */
export const runFileInfo = z.object({
  name: z.string(),
  /** Answers and measures; the world by round; training examples. */
  group: z.enum(["results", "world", "training"]),
  row: z.string(),
  columns: z.string(),
});
export type RunFileInfo = z.infer<typeof runFileInfo>;

/** File name of the answers to a poll, among the files of its run. */
export const pollFile = (pollId: string): string => `poll-${pollId}.csv`;
