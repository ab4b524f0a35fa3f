import { expect, test } from "vitest";
import { isForwarded, isLoopbackAddress, mayReadMetrics } from "./access";

const HERE = { address: "127.0.0.1", isForwarded: false };
const THERE = { address: "10.0.0.9", isForwarded: false };

test("without a token, allows this machine only", () => {
  expect(mayReadMetrics(undefined, null, HERE)).toBe(true);
  expect(mayReadMetrics(undefined, null, THERE)).toBe(false);
  expect(mayReadMetrics(undefined, "Bearer guess", THERE)).toBe(false);
  expect(mayReadMetrics(undefined, null, { address: null, isForwarded: false })).toBe(false);
});

test("denies requests that a proxy on this machine forwards", () => {
  expect(mayReadMetrics(undefined, null, { ...HERE, isForwarded: true })).toBe(false);
  for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
    expect(isForwarded({ [name]: "127.0.0.1" })).toBe(true);
  expect(isForwarded({ host: "localhost" })).toBe(false);
});

test("with a token, allows whoever sends it, from anywhere", () => {
  expect(mayReadMetrics("s3cret", "Bearer s3cret", THERE)).toBe(true);
  expect(mayReadMetrics("s3cret", "bearer  s3cret", { ...THERE, isForwarded: true })).toBe(true);
  for (const sent of [
    null,
    undefined,
    "",
    "s3cret",
    "Bearer s3cre",
    "Bearer s3cret2",
    "Basic s3cret",
    "Bearer ",
  ])
    expect(mayReadMetrics("s3cret", sent, HERE)).toBe(false);
});

test.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "::FFFF:127.0.0.1"])(
  "%s is this machine",
  (address) => expect(isLoopbackAddress(address)).toBe(true),
);
test.each(["10.0.0.1", "127.0.0.1.evil.example", "::ffff:10.0.0.1", "1127.0.0.1", "", "::2"])(
  "%s is not",
  (address) => expect(isLoopbackAddress(address)).toBe(false),
);
