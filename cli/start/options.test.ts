import { expect, test, vi } from "vitest";
import { OperatorError } from "@/lib/config/operator-error";
import { resolveAddresses, isLoopbackHost, newSetupCode } from "./addresses";
import { readOptions } from "./options";

test("without arguments and variables, the port is 3000 and the services are embedded", () => {
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

test("an invalid port and an unknown option are named", () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(() => readOptions([], { PORT: "eighty" })).toThrow(OperatorError);
  expect(() => readOptions([], { PORT: "70000" })).toThrow('PORT is "70000"');
  expect(() => readOptions(["--fast"], {})).toThrow("unknown option '--fast'");
});

test("both names of the local machine and the origins of the environment are trusted", () => {
  const { appUrl, trustedOrigins } = resolveAddresses("127.0.0.1", 3001, {
    TRUSTED_ORIGINS: "https://lab.example",
  });
  expect(appUrl).toBe("http://127.0.0.1:3001");
  expect(trustedOrigins).toEqual([
    "http://127.0.0.1:3001",
    "http://localhost:3001",
    "https://lab.example",
  ]);
});

test("behind a proxy, APP_URL is the address and a trusted origin", () => {
  const { appUrl, trustedOrigins } = resolveAddresses("0.0.0.0", 3000, {
    APP_URL: "https://lab.example/",
  });
  expect(appUrl).toBe("https://lab.example/");
  expect(trustedOrigins).toContain("https://lab.example");
});

test("only addresses of the local machine count as loopback", () => {
  expect(["127.0.0.1", "localhost", "::1", "127.0.0.2"].every(isLoopbackHost)).toBe(true);
  expect(["0.0.0.0", "::", "192.168.1.4"].some(isLoopbackHost)).toBe(false);
});

test("setup codes differ and have no ambiguous characters", () => {
  const codes = Array.from({ length: 200 }, newSetupCode);
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
});
