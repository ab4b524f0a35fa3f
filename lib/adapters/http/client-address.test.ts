import { afterEach, beforeEach, expect, test } from "vitest";
import { parseEnv } from "@/lib/config/env";
import { findClientAddress } from "./client-address";

const HEADER = "x-peer-test";
let before: string | undefined;
beforeEach(() => {
  before = globalThis.microcosmPeerHeader;
  globalThis.microcosmPeerHeader = HEADER;
});
afterEach(() => {
  globalThis.microcosmPeerHeader = before;
});

const proxies = (text: string) =>
  parseEnv({
    DATABASE_URL: "postgresql://localhost/x",
    AUTH_SECRET: "x".repeat(32),
    ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    TRUSTED_PROXIES: text,
  }).TRUSTED_PROXIES;

const find = (peer: string, forwarded: string | null, trusted = "") =>
  findClientAddress(
    new Headers({ [HEADER]: peer, ...(forwarded !== null && { "x-forwarded-for": forwarded }) }),
    proxies(trusted),
  );

test("without trusted proxies it is the other end of the connection, whatever is claimed", () => {
  expect(find("direct 203.0.113.9", null)).toBe("203.0.113.9");
  expect(find("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(find("::ffff:203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(find("127.0.0.1", "198.51.100.1")).toBe("127.0.0.1");
});

test("a trusted proxy says who asked it, and is believed no further", () => {
  expect(find("127.0.0.1", "198.51.100.1", "127.0.0.1")).toBe("198.51.100.1");
  expect(find("127.0.0.1", "6.6.6.6, 198.51.100.1", "127.0.0.1")).toBe("198.51.100.1");
  expect(find("10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.3", "10.0.0.0/8")).toBe("198.51.100.1");
  expect(find("::1", "[2001:db8::1]:4711", "::1, 127.0.0.0/8")).toBe("2001:db8::1");
  expect(find("127.0.0.1", "198.51.100.1:80", "127.0.0.1")).toBe("198.51.100.1");
});

test("another peer than the trusted proxies is not believed", () => {
  expect(find("203.0.113.9", "198.51.100.1", "127.0.0.1, 10.0.0.0/8")).toBe("203.0.113.9");
});

test("what is no address ends what is known", () => {
  expect(find("127.0.0.1", "unknown", "127.0.0.1")).toBe("127.0.0.1");
  expect(find("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1")).toBe("127.0.0.1");
  expect(find("127.0.0.1", "10.0.0.1", "127.0.0.1, 10.0.0.0/8")).toBe("10.0.0.1");
});

test("an unknown connection has no address", () => {
  expect(
    findClientAddress(new Headers({ "x-forwarded-for": "1.2.3.4" }), proxies("0.0.0.0/0")),
  ).toBe(null);
});

test("the setting is refused where it is no address", () => {
  expect(() => proxies("10.0.0.0/8, nginx")).toThrow(/TRUSTED_PROXIES must be addresses or ranges/);
});
