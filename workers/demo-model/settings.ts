import { z } from "zod";

/**
 * Round figures for one data-centre GPU and a model of this size; for simulation, not a
 * measurement.
 */
export const GPUS = {
  "1b": {
    prefill: 100_000,
    step: 2.5,
    stepPerSeq: 0.02,
    batch: 256,
    chunk: 8_192,
    cacheTokens: 1_500_000,
  },
  "8b": {
    prefill: 25_000,
    step: 7,
    stepPerSeq: 0.06,
    batch: 256,
    chunk: 4_096,
    cacheTokens: 400_000,
  },
  "70b": {
    prefill: 6_000,
    step: 25,
    stepPerSeq: 0.12,
    batch: 128,
    chunk: 2_048,
    cacheTokens: 200_000,
  },
} as const;

/**
 * Ways to corrupt an answer. "fenced" is drawn only on request: a client that looks inside the
 * fence finds a valid answer.
 */
export const DRAWN_INVALID_KINDS = ["prose", "range", "option", "missing", "type"] as const;
export const INVALID_KINDS = [...DRAWN_INVALID_KINDS, "fenced"] as const;

const rate = z.coerce.number().min(0).max(1).default(0);
const milliseconds = z.coerce.number().min(0).max(3_600_000);
const amount = z.coerce.number().int().min(0);

/**
 * Every setting of the simulated server, with the same names in the URL, on the command line and in
 * the environment (see README).
 */
export const settingsSchema = z.strictObject({
  seed: z.coerce.number().int().default(0),
  latency: milliseconds.default(0),
  sigma: z.coerce.number().min(0).max(3).default(0),
  slots: amount.default(0),
  maxQueue: amount.optional(),
  gpu: z.enum(["1b", "8b", "70b"]).optional(),
  prefill: z.coerce.number().positive().optional(),
  step: z.coerce.number().positive().optional(),
  stepPerSeq: z.coerce.number().min(0).optional(),
  batch: z.coerce.number().int().min(1).optional(),
  chunk: z.coerce.number().int().min(1).optional(),
  cacheTokens: amount.optional(),
  speed: z.coerce.number().positive().max(10_000).default(1),
  rate429: rate,
  rate500: rate,
  rateTimeout: rate,
  rateTruncated: rate,
  rateInvalid: rate,
  rateHtml: rate,
  rateReset: rate,
  rateDrip: rate,
  rateEmpty: rate,
  rateRefusal: rate,
  retryAfter: z.coerce.number().min(0).max(3_600).default(1),
  dripMs: milliseconds.default(5_000),
  invalidKind: z.enum(INVALID_KINDS).optional(),
  dieAfter: amount.optional(),
  reviveAfter: milliseconds.optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

export class SettingsError extends Error {
  constructor(
    readonly setting: string,
    message: string,
  ) {
    super(`demo model setting "${setting}": ${message}`);
    this.name = "SettingsError";
  }
}

const ALIASES = new Map([["latencyms", "latency"]]);
const CANONICAL = new Map(
  Object.keys(settingsSchema.shape).map((name) => [name.toLowerCase(), name]),
);

/**
 * Returns the canonical name of a setting for `rate-429`, `RATE_429` or `rate429`; undefined for an
 * unknown one.
 */
export function settingName(name: string): string | undefined {
  const bare = name.replace(/[-_]/g, "").toLowerCase();
  return ALIASES.get(bare) ?? CANONICAL.get(bare);
}

/**
 * Parses and checks settings from name and text pairs.
 * @throws SettingsError naming the setting
 */
export function parseSettings(pairs: Iterable<readonly [string, string]>): Settings {
  const named: Record<string, string> = {};
  for (const [name, value] of pairs) {
    const known = settingName(name);
    if (known === undefined) throw new SettingsError(name, "there is no such setting");
    if (value.trim() === "") throw new SettingsError(name, "has no value");
    named[known] = value.trim();
  }
  const parsed = settingsSchema.safeParse(named);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SettingsError(String(issue?.path[0] ?? "?"), issue?.message ?? "invalid");
  }
  const total = faultTotal(parsed.data);
  if (total > 1 + 1e-9)
    throw new SettingsError("rate…", `the rates add up to ${total}, more than 1`);
  return parsed.data;
}

function faultTotal(settings: Settings): number {
  return Object.entries(settings).reduce(
    (sum, [name, value]) =>
      /^rate[A-Z4-5]/.test(name) && typeof value === "number" ? sum + value : sum,
    0,
  );
}

/** Settings in a base path: `latency=400,sigma=0.3,slots=32`. */
export function parseSegment(segment: string): Settings {
  const pairs = segment
    .split(",")
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    });
  return parseSettings(pairs);
}
