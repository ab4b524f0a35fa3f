/** The tags between which models reason before they answer. */
const TAGS = "think|thought|thinking|reasoning";
const OPENED = new RegExp(`^\\s*<(${TAGS})>`, "i");
const CLOSED = new RegExp(`</(?:${TAGS})>`, "gi");

type Unreasoned = {
  /** What follows the reasoning. */
  readonly answer: string;
  /** Whether the text ends within the reasoning, so that there is no answer. */
  readonly isCutOff: boolean;
};

/**
 * Separates the reasoning of a model from its answer. Some chat templates open the reasoning in the
 * prompt, so that only its end appears.
 */
export function stripReasoning(text: string): Unreasoned {
  let rest = text;
  for (let opened = OPENED.exec(rest); opened; opened = OPENED.exec(rest)) {
    const closing = `</${opened[1]?.toLowerCase() ?? ""}>`;
    const end = rest.toLowerCase().indexOf(closing);
    if (end < 0) return { answer: "", isCutOff: true };
    rest = rest.slice(end + closing.length).trimStart();
  }
  // An answer may quote a tag within its JSON.
  const isJson = /^\s*(?:\{|```)/.test(rest);
  return { answer: isJson ? rest : afterReasoning(rest), isCutOff: false };
}

/** What follows the last end of reasoning; the whole text where there is none. */
export function afterReasoning(text: string): string {
  // The cheap question first.
  if (!text.includes("</")) return text;
  const last = [...text.matchAll(CLOSED)].at(-1);
  return last === undefined ? text : text.slice(last.index + last[0].length).trimStart();
}
