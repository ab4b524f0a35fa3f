import type { ModelRequest } from "../base/ports";
import { countTokens } from "../tokens/token-table";
import type { Step } from "../base/contract";
import type { DryRunLine } from "./contract";

/**
 * Tokens that the chat format adds per message and for the beginning of the answer (OpenAI
 * cookbook, "How to count tokens with tiktoken").
 */
const PER_MESSAGE = 4;
const PER_CALL = 3;

/**
 * Counts the tokens of a request. The system message, which many requests share, is counted once.
 */
export class PromptCounter {
  private readonly heads = new Map<string, number>();

  count({ messages }: Pick<ModelRequest, "messages">): number {
    return messages.reduce(
      (sum, { role, content }) =>
        sum + PER_MESSAGE + (role === "system" ? this.head(content) : countTokens(content)),
      PER_CALL,
    );
  }

  private head(text: string): number {
    let tokens = this.heads.get(text);
    if (tokens === undefined) {
      tokens = countTokens(text);
      if (this.heads.size >= MAX_CACHED_SYSTEM_PROMPTS) this.heads.clear();
      this.heads.set(text, tokens);
    }
    return tokens;
  }
}

const MAX_CACHED_SYSTEM_PROMPTS = 100;

type StepSums = {
  decisions: number;
  calls: number;
  sampled: number;
  promptTokens: number;
  completionTokens: number;
};

const emptySums = (): StepSums => ({
  decisions: 0,
  calls: 0,
  sampled: 0,
  promptTokens: 0,
  completionTokens: 0,
});

/** Counts one step: all decisions, and the tokens of a sample of them, by group. */
export class StepCount {
  private readonly groups = new Map<string, StepSums>();
  private readonly all = emptySums();

  add(group: string, calls: number): void {
    for (const sums of [this.sumsFor(group), this.all]) {
      sums.decisions += 1;
      sums.calls += calls;
    }
  }

  sample(group: string, promptTokens: number, completionTokens: number): void {
    for (const sums of [this.sumsFor(group), this.all]) {
      sums.sampled += 1;
      sums.promptTokens += promptTokens;
      sums.completionTokens += completionTokens;
    }
  }

  get calls(): number {
    return this.all.calls;
  }

  /**
   * Extrapolates the whole step from the decisions that were made, which are `share` of all.
   * `embeddingTokens` already refers to the whole step.
   */
  lines(
    { round, key, label }: Step,
    share: number,
    embeddingTokens: number,
  ): readonly DryRunLine[] {
    return [...this.groups].map(([group, sums]) => {
      const { sampled, promptTokens, completionTokens } = sums.sampled > 0 ? sums : this.all;
      const [decisions, calls] = [sums.decisions / share, sums.calls / share];
      const each = sampled === 0 ? 0 : calls / sampled;
      return {
        round,
        phase: key,
        label,
        group,
        decisions,
        calls,
        promptTokens: promptTokens * each,
        completionTokens: completionTokens * each,
        embeddingTokens: (embeddingTokens * sums.decisions) / this.all.decisions,
      };
    });
  }

  private sumsFor(group: string): StepSums {
    let sums = this.groups.get(group);
    if (sums === undefined) this.groups.set(group, (sums = emptySums()));
    return sums;
  }
}
