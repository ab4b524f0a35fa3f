import { z } from "zod";

/** Levels of the log, from the least to the most urgent. */
export const logLevel = z.enum(["info", "warning", "error"]);
export type LogLevel = z.infer<typeof logLevel>;

/** Details of an event: small values, never keys, prompts or answers. */
export type LogDetails = Readonly<Record<string, unknown>>;

/**
 * The level of an event: what its details say, or else an error where they have one.
 */
export function levelOf({ level, error }: LogDetails): LogLevel {
  const named = logLevel.safeParse(level);
  if (named.success) return named.data;
  return error === undefined ? "info" : "error";
}

const HIDDEN = "[hidden]";

/** Texts that look like secrets, each with what replaces them. */
const SECRETS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // User and password of an address.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{1,512}@/gi, `$1${HIDDEN}@`],
  // Headers, and parameters of addresses and settings.
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [
    /\b((?:api[-_ ]?key|x-api-key|authorization|password|passwd|secret|token|cookie)["']?\s*[:=]\s*["']?)[^\s"',;&}]{4,}/gi,
    `$1${HIDDEN}`,
  ],
  // Keys of providers: a prefix, then much that is random.
  [/\b(?:sk|pk|rk|gsk|hf|xai|key|ghp|glpat|AIza)[-_][A-Za-z0-9_-]{12,}/g, HIDDEN],
  // Signed tokens (RFC 7519).
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}/g, HIDDEN],
];

/** Hides what looks like a secret in a text: a message of a library or a server may quote one. */
export const hideSecrets = (text: string): string =>
  SECRETS.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text);
