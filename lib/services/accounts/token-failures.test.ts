import { expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { TokenFailures } from "./token-failures";

const MINUTE_MS = 60_000;

function openFailures() {
  let now = 0;
  const failures = new TokenFailures(() => now);
  const isAdmitted = (hash: string, address: string): boolean => {
    try {
      failures.admit(hash, address);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "tooMany" });
      expect(error).toBeInstanceOf(AppError);
      return false;
    }
  };
  const guess = (count: number, address: string): void => {
    for (let index = 0; index < count; index += 1) failures.failed(`guess-${index}`, address);
  };
  return { failures, isAdmitted, guess, wait: (ms: number) => (now += ms) };
}

it("refuses an address after thirty invalid tokens, and no other", () => {
  const { isAdmitted, guess } = openFailures();
  guess(29, "a");
  expect(isAdmitted("x", "a")).toBe(true);
  guess(1, "a");
  expect([isAdmitted("x", "a"), isAdmitted("x", "b")]).toEqual([false, true]);
});

it("admits the address again a quarter of an hour later", () => {
  const { isAdmitted, guess, wait } = openFailures();
  guess(30, "a");
  wait(15 * MINUTE_MS);
  expect(isAdmitted("x", "a")).toBe(true);
});

it("does not lock out a token that works, until it fails itself", () => {
  const { failures, isAdmitted, guess } = openFailures();
  failures.succeeded("good");
  guess(30, "a");
  expect(isAdmitted("good", "a")).toBe(true);
  failures.failed("good", "a");
  expect(isAdmitted("good", "a")).toBe(false);
});
