import { z } from "zod";
import { parseIpRange } from "@/lib/domain/internet/ip-address";
import { OperatorError } from "./operator-error";

const KEY_BYTES = 32;

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL that starts with ${protocols.map((name) => `${name}//`).join(" or ")}`,
  });

const list = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** Roles of a worker. Only simulation has jobs today. */
const ROLES = ["simulation", "review", "training"] as const;

const variableTypes = z.object({
  DATABASE_URL: url("postgresql:", "postgres:"),
  REDIS_URL: url("redis:", "rediss:").optional(),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  ENCRYPTION_KEY: z
    .string()
    .transform((text) => Buffer.from(text, "base64"))
    .refine((key) => key.length === KEY_BYTES, {
      error: `must be ${KEY_BYTES} random bytes in base64 (openssl rand -base64 ${KEY_BYTES})`,
    }),
  DEMO_MODEL_URL: url("http:", "https:").optional(),
  APP_URL: url("http:", "https:").default("http://127.0.0.1:3000"),
  TRUSTED_ORIGINS: z
    .string()
    .default("")
    .transform(list)
    .pipe(z.array(url("http:", "https:"))),
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text, context) =>
      list(text).map((word) => {
        const range = parseIpRange(word);
        if (range === null)
          context.addIssue({
            code: "custom",
            message: "must be addresses or ranges such as 10.0.0.0/8, separated by commas",
          });
        return range ?? { contains: () => false };
      }),
    ),
  SETUP_CODE: z.string().optional(),
  DATA_DIR: z.string().default(".data"),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(1000).optional(),
  WORKER_ROLES: z
    .string()
    .default("simulation")
    .transform(list)
    .pipe(
      z
        .array(z.enum(ROLES, { error: `must be some of ${ROLES.join(", ")}, separated by commas` }))
        .min(1),
    )
    .transform((roles) => [...new Set(roles)]),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  METRICS_TOKEN: z.string().regex(/^\S+$/, "must have no spaces").optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  MAIL_FROM: z.string().optional(),
  OIDC_ISSUER: url("https:", "http:").optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ALLOWED_DOMAINS: z
    .string()
    .default("")
    .transform((text) => list(text).map((domain) => domain.toLowerCase()))
    .pipe(
      z.array(
        z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, {
          error: "must be domains such as example.org, separated by commas",
        }),
      ),
    ),
  OIDC_LABEL: z.string().trim().max(60).default("Single sign-on"),
  SEED_EXAMPLE: z.enum(["on", "off"]).default("off"),
  AUTH_RATE_LIMIT: z.enum(["on", "off"]).default("on"),
});

/** A server is used with all three of these, or not at all. */
const OIDC_VARIABLES = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

const schema = variableTypes.superRefine((set, context) => {
  const missing = OIDC_VARIABLES.filter((name) => set[name] === undefined);
  if (missing.length === OIDC_VARIABLES.length) return;
  for (const name of missing) context.addIssue({ code: "custom", path: [name], message: "" });
});

/** The environment, parsed. `ENCRYPTION_KEY` is its 32 bytes; lists are arrays. */
export type Env = z.output<typeof schema>;

/**
 * Parses environment variables; empty ones count as unset.
 * @throws OperatorError naming every variable that is missing or wrong, never its value
 */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return set[name] === undefined ? `${name} is not set` : `${name} ${issue.message}`;
  });
  throw new OperatorError({
    code: "environment-invalid",
    what: `The environment is not complete: ${[...new Set(problems)].join("; ")}.`,
    remedy:
      '"npm start" sets all of these by itself. For a process started alone, set them as ' +
      "docs/environment.md says.",
  });
}

let parsed: Env | undefined;

/**
 * Returns the environment of this process, read at the first call: never while a module loads, so
 * that builds do not need it.
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/**
 * Clears the cache, for the command line, which sets variables before it opens the container.
 */
export function resetEnv(): void {
  parsed = undefined;
}
