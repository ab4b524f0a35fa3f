import { expect, test } from "vitest";
import { parseEnv } from "./env";
import { OperatorError } from "./operator-error";

const COMPLETE = {
  DATABASE_URL: "postgresql://me:secret@127.0.0.1:5432/microcosm",
  AUTH_SECRET: "a".repeat(32),
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};

function problem(variables: Record<string, string>): string {
  try {
    parseEnv(variables);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
  }
  return "";
}

test("requires three variables and defaults the rest", () => {
  const env = parseEnv(COMPLETE);
  expect(env.ENCRYPTION_KEY).toHaveLength(32);
  expect(env).toMatchObject({
    AUTH_RATE_LIMIT: "on",
    SEED_EXAMPLE: "off",
    DATA_DIR: ".data",
    TRUSTED_ORIGINS: [],
  });
  expect(env.REDIS_URL).toBeUndefined();
});

test("splits and validates lists", () => {
  const env = parseEnv({
    ...COMPLETE,
    TRUSTED_ORIGINS: "http://localhost:3000, http://127.0.0.1:3000",
  });
  expect(env.TRUSTED_ORIGINS).toEqual(["http://localhost:3000", "http://127.0.0.1:3000"]);
});

test("treats an empty variable as unset", () => {
  expect(parseEnv({ ...COMPLETE, REDIS_URL: "", AUTH_RATE_LIMIT: "" }).AUTH_RATE_LIMIT).toBe("on");
  expect(problem({ ...COMPLETE, DATABASE_URL: "" })).toContain("DATABASE_URL is not set");
});

test("names every invalid variable without its value", () => {
  const message = problem({
    ...COMPLETE,
    DATABASE_URL: "mysql://root:hunter2@db",
    ENCRYPTION_KEY: "short",
    TRUSTED_ORIGINS: "lab",
    WORKER_CONCURRENCY: "many",
  });
  for (const name of ["DATABASE_URL", "ENCRYPTION_KEY", "TRUSTED_ORIGINS", "WORKER_CONCURRENCY"])
    expect(message).toContain(name);
  expect(message).not.toContain("hunter2");
});

test("accepts known worker roles and defaults to simulation", () => {
  expect(parseEnv(COMPLETE).WORKER_ROLES).toEqual(["simulation"]);
  expect(
    parseEnv({ ...COMPLETE, WORKER_ROLES: " review, simulation,review" }).WORKER_ROLES,
  ).toEqual(["review", "simulation"]);
  expect(problem({ ...COMPLETE, WORKER_ROLES: "simulations" })).toContain(
    "WORKER_ROLES must be some of simulation, review, training",
  );
  expect(problem({ ...COMPLETE, WORKER_ROLES: "," })).toContain("WORKER_ROLES");
});

test("serves metrics only with a port, on loopback by default", () => {
  expect(parseEnv(COMPLETE)).toMatchObject({ METRICS_HOST: "127.0.0.1" });
  expect(parseEnv(COMPLETE).METRICS_PORT).toBeUndefined();
  expect(parseEnv({ ...COMPLETE, METRICS_PORT: "9464" }).METRICS_PORT).toBe(9464);
  expect(problem({ ...COMPLETE, METRICS_PORT: "70000", METRICS_TOKEN: "a secret" })).toMatch(
    /METRICS_PORT.*METRICS_TOKEN/,
  );
});

test("takes an OpenID Connect server with all three of its variables, or none", () => {
  const oidc = {
    OIDC_ISSUER: "https://login.example.org",
    OIDC_CLIENT_ID: "microcosm",
    OIDC_CLIENT_SECRET: "secret-of-the-client",
  };
  expect(
    parseEnv({ ...COMPLETE, ...oidc, OIDC_ALLOWED_DOMAINS: "Lab.example, a.b.c" }),
  ).toMatchObject({ OIDC_LABEL: "Single sign-on", OIDC_ALLOWED_DOMAINS: ["lab.example", "a.b.c"] });
  expect(problem({ ...COMPLETE, ...oidc, OIDC_CLIENT_SECRET: "" })).toContain(
    "OIDC_CLIENT_SECRET is not set",
  );
  const wrong = problem({ ...COMPLETE, ...oidc, OIDC_ALLOWED_DOMAINS: "@lab.example" });
  expect(wrong).toContain("OIDC_ALLOWED_DOMAINS must be domains");
  expect(wrong).not.toContain("secret-of-the-client");
});
