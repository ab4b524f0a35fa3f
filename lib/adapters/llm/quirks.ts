import { isSubject, PARAMETERS, type Parameter, saysNotTaken, saysTooLarge } from "./complaint";
import type { Complaint } from "./server-message";
import { type Limits, limitsIn } from "./stated-limits";

/**
 * How the answer's schema is imposed: by the server, as any JSON plus the prompt, or by the prompt
 * alone.
 */
export type SchemaMode = "json_schema" | "json_object" | "prompt";

const UNPROBED = { jsonSchema: null, numberBounds: null };
const NO_LIMITS: Limits = { min: null, max: null };

/**
 * Parameters that a server and model refuse, and values beyond which they do; learnt from refusals,
 * kept while the process lives.
 */
export type Quirks = {
  readonly schemaMode: SchemaMode;
  /** Null where the server takes no limit of tokens under any name. */
  readonly tokensName: "max_tokens" | "max_completion_tokens" | null;
  readonly tokens: Limits;
  readonly sendsTemperature: boolean;
  readonly temperature: Limits;
  readonly sendsSeed: boolean;
  readonly sendsStream: boolean;
  /** Whether its grammar keeps numbers within the bounds of the schema, as far as known. */
  readonly boundsNumbers: boolean;
};

/** The parameters of a request that a server may refuse. */
export type SentParameters = {
  readonly hasSchema: boolean;
  readonly temperature: number;
  readonly maxTokens: number;
};

/** The results of a probe, as far as there are any. */
type ProbedSchema = {
  readonly jsonSchema: boolean | null;
  readonly numberBounds: boolean | null;
};

/** The quirks to assume of a server that was not called before. */
export const defaultQuirks = ({ jsonSchema, numberBounds }: ProbedSchema = UNPROBED): Quirks => ({
  schemaMode: jsonSchema === false ? "json_object" : "json_schema",
  tokensName: "max_tokens",
  tokens: NO_LIMITS,
  sendsTemperature: true,
  temperature: NO_LIMITS,
  sendsSeed: true,
  sendsStream: true,
  boundsNumbers: numberBounds !== false,
});

/** A value within limits. */
export const withinLimits = (value: number, { min, max }: Limits): number =>
  Math.min(Math.max(value, min ?? value), max ?? Infinity);

const ABOUT_SCHEMA = new RegExp(
  "response[_ ]format|json[_ ]?schema|json[_ ]object|json mode|structured[_ ]?outputs?|" +
    "guided|grammar|invalid schema",
  "i",
);
/** The prompt and the answer do not fit together: no parameter is at fault. */
const TOO_LONG = new RegExp(
  "context[_ ]?(?:length|window|size)|reduce the length|inputs?[`'\"]? (?:tokens|length)|" +
    "(?:prompt|input|messages?) (?:is|are) too (?:large|long)",
  "i",
);
/** Moderation quotes prompts, which may speak of a temperature. */
const ABOUT_CONTENT = /content[_ ]?(?:filter|management|policy)|moderation|safety/i;

/** Whether a server's 400 or 422 concerns how the shape of the answer was requested. */
export const isAboutSchema = ({ text }: Complaint): boolean => ABOUT_SCHEMA.test(text);

/**
 * Returns the quirks with which to try the call again, or null when the complaint concerns
 * something else. Each step adds a quirk or narrows a limit, so adapting ends.
 */
export function adaptQuirks(
  quirks: Quirks,
  complaint: Complaint,
  sent: SentParameters,
): Quirks | null {
  const { text } = complaint;
  if (TOO_LONG.test(text) || ABOUT_CONTENT.test(text)) return null;
  const concerns = (parameter: Parameter): boolean => isSubject(complaint, PARAMETERS[parameter]);
  const tokens = quirks.tokensName !== null && concerns("tokens");
  const adapted = tokens ? adaptTokens(quirks, complaint, sent) : null;
  if (adapted !== null) return adapted;
  if (sent.hasSchema && quirks.schemaMode !== "prompt" && isAboutSchema(complaint)) {
    return {
      ...quirks,
      schemaMode: quirks.schemaMode === "json_schema" ? "json_object" : "prompt",
    };
  }
  if (quirks.sendsTemperature && concerns("temperature"))
    return adaptTemperature(quirks, complaint, sent);
  if (quirks.sendsSeed && concerns("seed")) return { ...quirks, sendsSeed: false };
  if (quirks.sendsStream && concerns("stream")) return { ...quirks, sendsStream: false };
  return null;
}

/** Another name, a limit as the server states it, half as many, or no limit at all. */
function adaptTokens(
  quirks: Quirks,
  complaint: Complaint,
  { maxTokens }: SentParameters,
): Quirks | null {
  const sent = withinLimits(maxTokens, quirks.tokens);
  const { min, max } = limitsIn(complaint.message || complaint.text, 1);
  if (max !== null && max >= 1 && max < sent)
    return { ...quirks, tokens: { ...quirks.tokens, max: Math.floor(max) } };
  if (min !== null && min > sent && min <= (quirks.tokens.max ?? Infinity))
    return { ...quirks, tokens: { ...quirks.tokens, min: Math.ceil(min) } };
  if (saysNotTaken(complaint))
    return {
      ...quirks,
      tokensName: quirks.tokensName === "max_tokens" ? "max_completion_tokens" : null,
    };
  if (saysTooLarge(complaint) && sent > 1)
    return { ...quirks, tokens: { ...quirks.tokens, max: Math.floor(sent / 2) } };
  return null;
}

/** A limit as the server states it, else its own default. */
function adaptTemperature(
  quirks: Quirks,
  complaint: Complaint,
  { temperature }: SentParameters,
): Quirks {
  const sent = withinLimits(temperature, quirks.temperature);
  const { min, max } = limitsIn(complaint.message || complaint.text, 0.01);
  const isTaken = !saysNotTaken(complaint);
  if (isTaken && max !== null && max >= 0 && max < sent && max > (quirks.temperature.min ?? -1))
    return { ...quirks, temperature: { ...quirks.temperature, max } };
  if (isTaken && min !== null && min > sent && min <= (quirks.temperature.max ?? 2))
    return { ...quirks, temperature: { ...quirks.temperature, min } };
  return { ...quirks, sendsTemperature: false };
}
