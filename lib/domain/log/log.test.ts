import { expect, test } from "vitest";
import { hideSecrets, levelOf } from ".";

test("an event with an error is one, unless it says otherwise", () => {
  expect(levelOf({ run: "r" })).toBe("info");
  expect(levelOf({ error: "gone" })).toBe("error");
  expect(levelOf({ error: "gone", level: "warning" })).toBe("warning");
  expect(levelOf({ level: "unknown" })).toBe("info");
});

test.each([
  ["postgresql://lab:geheim-1@db:5432/m refused", "geheim-1"],
  ["redis://:geheim@host:6379", "geheim"],
  ["Authorization: Bearer abcdef0123456789", "abcdef0123456789"],
  ["Incorrect API key provided: sk-proj-abcdefghijkl1234.", "abcdefghijkl1234"],
  ['{"api_key":"abcd1234efgh"}', "abcd1234efgh"],
  ["GET /v1/models?token=abcd1234&x=1", "abcd1234"],
  ["password=hunter22 was wrong", "hunter22"],
  ["hf_abcdefghijklmnopqrst is not valid", "abcdefghijklmnopqrst"],
  ["eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl", "eyJzdWIiOiIxMjM0"],
])("hides the secret in %j", (text, secret) => {
  const hidden = hideSecrets(text);
  expect(hidden).not.toContain(secret);
  expect(hidden).toContain("[hidden]");
});

test("leaves ordinary messages as they are", () => {
  for (const text of [
    "The endpoint “Lab” (http://127.0.0.1:9/v1) cannot be reached",
    "4,096 tokens are the limit of this model; key columns: run, version",
    "duplicate key value violates unique constraint",
    "run 01a22f13-7da4-7b52-afd1-eb17868c6ee5 paused",
  ])
    expect(hideSecrets(text)).toBe(text);
});
