import { countTokens, PromptCounter } from "@/lib/engine";
import type { RecordedCall, RecordedPhase } from "./ports";

/** Recorded properties of a model's answers to a scenario. */
export type ModelRecord = {
  /**
   * The server's token counts divided by those of the local table, for prompts and answers; null
   * without a record.
   */
  readonly promptFactor: number | null;
  readonly answerFactor: number | null;
  readonly phases: ReadonlyMap<string, RecordedPhase>;
  /** Valid answers of a phase, as JSON values. */
  readonly answers: ReadonlyMap<string, readonly unknown[]>;
};

export const NO_RECORD: ModelRecord = {
  promptFactor: null,
  answerFactor: null,
  phases: new Map(),
  answers: new Map(),
};

/** Minimum number of calls of a phase for the mean length of its answers. */
const MIN_CALLS = 5;
/** Plausible range of the factor. Outside it, the server counted more than the prompt. */
const [MIN_FACTOR, MAX_FACTOR] = [0.3, 4];

/**
 * Reads the record of a model. Servers count tokens with tables of their own, and some include the
 * schema of the answer: the factors capture both. Load the local table first.
 */
export function readRecord(
  calls: readonly RecordedCall[],
  phases: readonly RecordedPhase[],
): ModelRecord {
  const counter = new PromptCounter();
  const ours = { prompt: 0, answer: 0 };
  const theirs = { prompt: 0, answer: 0 };
  for (const { system, prompt, raw, promptTokens, completionTokens } of calls) {
    const messages = [
      ...(system === null || system === "" ? [] : [{ role: "system", content: system } as const]),
      { role: "user", content: prompt } as const,
    ];
    ours.prompt += counter.count({ messages });
    ours.answer += countTokens(raw);
    theirs.prompt += promptTokens;
    theirs.answer += completionTokens;
  }
  const ratio = (of: "prompt" | "answer"): number | null =>
    ours[of] > 0 && theirs[of] > 0
      ? Math.min(MAX_FACTOR, Math.max(MIN_FACTOR, theirs[of] / ours[of]))
      : null;
  const enough = phases.filter(({ calls: made }) => made >= MIN_CALLS);
  return {
    promptFactor: ratio("prompt"),
    answerFactor: ratio("answer"),
    phases: new Map(enough.map((phase) => [phase.phase, phase])),
    answers: new Map(enough.map(({ phase, answers }) => [phase, answers.flatMap(parseJson)])),
  };
}

/**
 * Parses a recorded answer as JSON. Some servers write text around the answer; unreadable ones are
 * left out.
 */
function parseJson(raw: string): unknown[] {
  try {
    return [JSON.parse(raw.slice(raw.indexOf("{"), raw.lastIndexOf("}") + 1))];
  } catch {
    return [];
  }
}
