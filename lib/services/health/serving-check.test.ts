import { expect, test } from "vitest";
import { ServingCheck } from "./serving-check";

test("looks once for all who ask within two seconds, and again after that", async () => {
  let now = 0;
  let looks = 0;
  const check = new ServingCheck(
    async () => (looks += 1) !== 2,
    () => now,
  );
  expect(await Promise.all([1, 2, 3].map(() => check.isServing()))).toEqual([true, true, true]);
  now = 2_000;
  expect(await check.isServing()).toBe(true);
  expect(looks).toBe(1);
  now = 2_001;
  expect(await check.isServing()).toBe(false);
  expect(looks).toBe(2);
});
