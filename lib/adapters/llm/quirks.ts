/**
 * How the answer's schema is imposed: by the server, as any JSON plus the prompt, or by the prompt
 * alone.
 */
export type SchemaMode = "json_schema" | "json_object" | "prompt";

/**
 * Parameters that a server and model refuse; learnt from refusals, kept while the process lives.
 */
export type Quirks = {
  readonly schemaMode: SchemaMode;
  readonly tokensName: "max_tokens" | "max_completion_tokens";
  readonly sendsTemperature: boolean;
  readonly sendsSeed: boolean;
};

/**
 * The quirks to assume of a server that was not called before. `jsonSchema` is the result of a
 * probe, if any.
 */
export const defaultQuirks = (jsonSchema: boolean | null): Quirks => ({
  schemaMode: jsonSchema === false ? "json_object" : "json_schema",
  tokensName: "max_tokens",
  sendsTemperature: true,
  sendsSeed: true,
});

const NOT_TAKEN = new RegExp(
  "unsupported|not supported|does not support|unrecogni[sz]ed|unknown|unexpected|" +
    "extra (inputs?|fields?)|not permitted|not allowed|instead",
  "i",
);
const ABOUT_SCHEMA = new RegExp(
  "response[_ ]format|json[_ ]?schema|json[_ ]object|json mode|structured[_ ]?outputs?|" +
    "guided|grammar|invalid schema",
  "i",
);
const TOO_LONG = /context length|context window|too (large|long)|reduce the length|exceeds? the/i;

/** Whether a server's 400 or 422 concerns how the shape of the answer was requested. */
export const isAboutSchema = (complaint: string): boolean => ABOUT_SCHEMA.test(complaint);

/**
 * Returns the quirks with which to try the call again, or null when the complaint concerns
 * something else. Each step adds a quirk and none removes one, so adapting ends.
 */
export function adaptQuirks(quirks: Quirks, complaint: string, usedSchema: boolean): Quirks | null {
  if (TOO_LONG.test(complaint)) return null;
  const notTaken = NOT_TAKEN.test(complaint);
  if (
    notTaken &&
    quirks.tokensName === "max_tokens" &&
    /max_(completion_)?tokens/.test(complaint)
  ) {
    return { ...quirks, tokensName: "max_completion_tokens" };
  }
  if (usedSchema && quirks.schemaMode !== "prompt" && isAboutSchema(complaint)) {
    return {
      ...quirks,
      schemaMode: quirks.schemaMode === "json_schema" ? "json_object" : "prompt",
    };
  }
  if (notTaken && quirks.sendsTemperature && /\btemperature\b/.test(complaint))
    return { ...quirks, sendsTemperature: false };
  if (notTaken && quirks.sendsSeed && /\bseed\b/.test(complaint))
    return { ...quirks, sendsSeed: false };
  return null;
}
