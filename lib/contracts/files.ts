/** The files of a run. */
export const RUN_FILES = ["decisions.csv", "agents.csv", "measures.csv", "steps.csv", "sft.jsonl", "manifest.json"] as const;
export type RunFile = (typeof RUN_FILES)[number];

/** A poll's answers, among the files of its run. */
export const pollFile = (pollId: string): string => `poll-${pollId}.csv`;
