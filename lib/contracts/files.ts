import { z } from "zod";

/** The files that every run has, whatever its scenario. */
export const RUN_FILES = [
  "decisions.csv",
  "agents.csv",
  "measures.csv",
  "steps.csv",
  "sft.jsonl",
  "manifest.json",
] as const;
export type RunFile = (typeof RUN_FILES)[number];

/** One of the files of a run, and what stands in it, in words. */
export const runFileInfo = z.object({
  name: z.string(),
  /** What was answered and measured; the world as it stood round by round; what training takes. */
  group: z.enum(["results", "world", "training"]),
  row: z.string(),
  columns: z.string(),
});
export type RunFileInfo = z.infer<typeof runFileInfo>;

/** A poll's answers, among the files of its run. */
export const pollFile = (pollId: string): string => `poll-${pollId}.csv`;
