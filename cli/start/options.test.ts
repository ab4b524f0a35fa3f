import { expect, test } from "vitest";
import { OperatorError } from "@/lib/config/operator-error";
import { addressesOf, isLoopback, newSetupCode } from "./addresses";
import { readOptions } from "./options";

test("without a word or a variable it is port 3000 on this machine, with the embedded services", () => {
  expect(readOptions([], {})).toMatchObject({
    dev: false,
    verbose: false,
    port: 3000,
    host: "127.0.0.1",
    databaseUrl: undefined,
    redisUrl: undefined,
  });
  expect(readOptions([], { PORT: "", DATABASE_URL: "" })).toMatchObject({
    port: 3000,
    databaseUrl: undefined,
  });
});

test("a port that is none and an unknown option are named", () => {
  expect(() => readOptions([], { PORT: "eighty" })).toThrow(OperatorError);
  expect(() => readOptions([], { PORT: "70000" })).toThrow('PORT is "70000"');
  expect(() => readOptions(["--fast"], {})).toThrow('"--fast" is not an option');
});

test("both names of this machine are trusted, and what the environment adds", () => {
  const { appUrl, trustedOrigins } = addressesOf("127.0.0.1", 3001, {
    TRUSTED_ORIGINS: "https://lab.example",
  });
  expect(appUrl).toBe("http://127.0.0.1:3001");
  expect(trustedOrigins).toEqual([
    "http://127.0.0.1:3001",
    "http://localhost:3001",
    "https://lab.example",
  ]);
});

test("behind a proxy APP_URL is the address, and trusted", () => {
  const { appUrl, trustedOrigins } = addressesOf("0.0.0.0", 3000, {
    APP_URL: "https://lab.example/",
  });
  expect(appUrl).toBe("https://lab.example/");
  expect(trustedOrigins).toContain("https://lab.example");
});

test("only addresses of this machine count as loopback", () => {
  expect(["127.0.0.1", "localhost", "::1", "127.0.0.2"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "192.168.1.4"].some(isLoopback)).toBe(false);
});

test("set-up codes differ and have no letter that is taken for another", () => {
  const codes = Array.from({ length: 200 }, newSetupCode);
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
});
