/** The files of a run. */
export const RUN_FILES = ["decisions.csv", "agents.csv", "measures.csv", "sft.jsonl", "manifest.json"] as const;
export type RunFile = (typeof RUN_FILES)[number];
