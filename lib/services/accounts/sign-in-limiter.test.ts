import { expect, test } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { SignInLimiter, type SignInAttempt } from "./sign-in-limiter";

const MINUTE = 60_000;

function open() {
  let now = 0;
  const limiter = new SignInLimiter(() => now);
  return {
    wait: (milliseconds: number) => (now += milliseconds),
    /** Fails or succeeds to sign in; returns the seconds to wait where it is not even tried. */
    attempt(attempt: SignInAttempt, { succeeds = false } = {}): number {
      try {
        const begun = limiter.begin(attempt);
        if (succeeds) begun.succeeded();
        return 0;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "tooMany") throw error;
        return error.retryAfterSeconds ?? 0;
      }
    },
  };
}

const ada = (address: string): SignInAttempt => ({ account: "ada@example.org", address });

test("five failures from one address delay the next for the account and the address", () => {
  const { attempt, wait } = open();
  for (let failure = 0; failure < 5; failure += 1) {
    expect(attempt(ada("a"))).toBe(0);
    wait(1_000);
  }
  expect(attempt(ada("a"), { succeeds: true })).toBe(595);
  expect(attempt({ account: " ADA@example.org", address: "a" })).toBe(595);
  expect(attempt({ account: "bob@example.org", address: "a" })).toBe(0);
  wait(595_000);
  expect(attempt(ada("a"))).toBe(0);
});

test("a success forgets the failures of the pair", () => {
  const { attempt } = open();
  for (let round = 0; round < 20; round += 1) {
    for (let failure = 0; failure < 3; failure += 1) expect(attempt(ada("home"))).toBe(0);
    if (round < 9) expect(attempt(ada("home"), { succeeds: true })).toBe(0);
    else break;
  }
});

test("attempts that succeed are not limited", () => {
  const { attempt } = open();
  for (let time = 0; time < 1_000; time += 1)
    expect(attempt(ada("home"), { succeeds: true })).toBe(0);
});

test("attempts at the same time count before their passwords are checked", () => {
  const { attempt } = open();
  const waits = Array.from({ length: 10 }, () => attempt(ada("a")));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(5);
});

test("an address that tries many accounts is slowed down", () => {
  const { attempt } = open();
  const waits = Array.from({ length: 40 }, (_, index) =>
    attempt({ account: `person${String(index)}@example.org`, address: "a" }),
  );
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(30);
  expect(attempt(ada("b"))).toBe(0);
});

test("no single address locks an account for others, however long it tries", () => {
  const { attempt, wait } = open();
  for (let minute = 0; minute < 180; minute += 1) {
    for (let time = 0; time < 20; time += 1) attempt(ada("attacker"));
    expect(attempt(ada("home"), { succeeds: true })).toBe(0);
    wait(MINUTE);
  }
});

test("many addresses together are slowed down at one account", () => {
  const { attempt } = open();
  const waits = Array.from({ length: 300 }, (_, index) => attempt(ada(`address ${String(index)}`)));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(200);
});
