import { expect, test } from "vitest";
import { createSecretBox } from "./secret-box";

const KEY = Buffer.alloc(32, 7);

test("decrypts its own ciphers, and draws a fresh nonce for each", () => {
  const box = createSecretBox(KEY);
  const sealed = box.seal("sk-äöü-🔑");
  expect(sealed).toMatch(/^v1:[\w-]+$/);
  expect(sealed).not.toBe(box.seal("sk-äöü-🔑"));
  expect(createSecretBox(KEY.toString("base64")).open(sealed)).toBe("sk-äöü-🔑");
  expect(box.open(box.seal(""))).toBe("");
});

test("refuses another key, a changed cipher and foreign text, with advice", () => {
  const box = createSecretBox(KEY);
  const sealed = box.seal("sk-1");
  const changed = sealed.slice(0, 5) + (sealed[5] === "A" ? "B" : "A") + sealed.slice(6);
  expect(() => createSecretBox(Buffer.alloc(32, 8)).open(sealed)).toThrow(/another ENCRYPTION_KEY/);
  for (const bad of [changed, "v1:", "v1:AAAA", "v2:AAAA", "sk-1"])
    expect(() => box.open(bad)).toThrow(/cannot be read/);
});

test("refuses a key of another length", () => {
  expect(() => createSecretBox("c2hvcnQ=")).toThrow(/32 random bytes/);
});
