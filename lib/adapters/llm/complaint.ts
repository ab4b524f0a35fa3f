import type { Complaint } from "./server-message";

/** The names of a parameter in the words of servers and of what is behind them. */
export const PARAMETERS = {
  tokens: { names: "max_?(?:completion_?|new_?|output_?)?tokens", isWord: false },
  temperature: { names: "temperature", isWord: true },
  seed: { names: "(?:random_)?seed", isWord: true },
  stream: { names: "stream", isWord: true },
} as const;

export type Parameter = keyof typeof PARAMETERS;

const NOT_TAKEN = new RegExp(
  "unsupported|not (?:currently )?support|n[o']t supported|does ?n[o']t support|deprecated|" +
    "unrecogni[sz]ed|unknown|unexpected|cannot find field|extra (?:inputs?|fields?)|" +
    "extra_forbidden|not (?:permitted|allowed|available|accepted)|only the default|instead of|" +
    "use '?\\w+'? instead",
  "i",
);

/** Whether a server does not take the parameter at all, whatever its value. */
export const saysNotTaken = ({ text }: Complaint): boolean => NOT_TAKEN.test(text);

/** Whether a value is too large, by an amount that the server does not say. */
export const saysTooLarge = ({ text }: Complaint): boolean =>
  /too (?:large|big|high|many|long)|exceed|above|greater|maximum|limited|out of range/i.test(text);

/** Parameters of whose content a server may speak: its words are then those of a prompt. */
const ABOUT_PROMPT = /^(?:messages?|prompt|input|content)\b/i;

/** What precedes a parameter that is spoken of. */
const BEFORE = new RegExp(
  "(?:parameters?|params?|arguments?|fields?|propert(?:y|ies)|inputs?|names?|options?|settings?|" +
    "keys?|values?|range|limit|unsupported|unknown|invalid|unrecogni[sz]ed|unexpected|supplied|" +
    "supports?|extra|body)(?: of| for)?[\\s:.'\"`({\\[]*(?:the |an? )?$",
  "i",
);
/** What follows it. */
const AFTER = new RegExp(
  "^['\"`]?\\s*(?:\\([^)]*\\)\\s*)?(?:[:=<>≤≥]|(?:is|are|was|has|must|should|can(?:not|'t)?|may|" +
    "does|not|isn't|doesn't|values?|param(?:eter)?|argument|setting|field|range|exceeds?|too|" +
    "out of|below|above|input should)\\b)",
  "i",
);

/**
 * Whether a complaint is about a parameter: in its own field, or as the subject of its words.
 * Names with an underscore are nothing but parameters; others are words, and count where they are
 * quoted, or where something is said about them as one.
 */
export function isSubject(
  { text, message, params }: Complaint,
  { names, isWord }: (typeof PARAMETERS)[Parameter],
): boolean {
  const whole = new RegExp(`(?:^|[./\\[])${names}\\]?$`, "i");
  if (params.some((param) => whole.test(param))) return true;
  if (params.some((param) => ABOUT_PROMPT.test(param))) return false;
  const words = message || text;
  for (const found of words.matchAll(new RegExp(`(?<![\\w-])${names}(?![\\w-])`, "gi"))) {
    if (!isWord) return true;
    const before = words.slice(Math.max(0, found.index - 40), found.index);
    const after = words.slice(found.index + found[0].length, found.index + found[0].length + 60);
    const isQuoted = /['"`]$/.test(before) && /^['"`]/.test(after);
    if (isQuoted || BEFORE.test(before) || AFTER.test(after)) return true;
  }
  return false;
}
