/** As servers name the end of an answer at the limit of tokens. */
const CUT_OFF = /^(?:length|(?:model|max)_?length|max_?(?:output_?|completion_?)?tokens)$/i;

/** As servers name the end of an answer by a filter of content, or by a refusal. */
const FILTERED = new RegExp(
  "^(?:refusal|content_?filter(?:ed)?|safety|blocklist|prohibited_?content|recitation|spii|" +
    "sensitive|guardrail_?intervened)$",
  "i",
);

/** Whether an answer ended at the limit of tokens, whatever its text is. */
export const isCutOff = (finishReason: string): boolean =>
  finishReason !== "stop" && CUT_OFF.test(finishReason);

/** Whether a filter of content or a refusal ended an answer, whatever its text is. */
export const isFiltered = (finishReason: string): boolean =>
  finishReason !== "stop" && FILTERED.test(finishReason);
