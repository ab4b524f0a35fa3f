import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTimerWheel } from "./timer-wheel";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("uses one timer for any number of delays, and none when all are done", () => {
  const wheel = createTimerWheel();
  const called: number[] = [];
  const delays = Array.from({ length: 1_000 }, (_, index) => (index * 7) % 500);
  for (const delay of delays) wheel.schedule(delay, () => called.push(delay));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(600);
  expect(called.toSorted((a, b) => a - b)).toEqual(delays.toSorted((a, b) => a - b));
  expect(vi.getTimerCount()).toBe(0);
});

test("calls back in the order of the ticks, and never before the delay is over", () => {
  const wheel = createTimerWheel();
  const called: number[] = [];
  for (const delay of [30, 10, 20]) wheel.schedule(delay, () => called.push(delay));
  vi.advanceTimersByTime(9);
  expect(called).toEqual([]);
  vi.advanceTimersByTime(15);
  expect(called).toEqual([10, 20]);
  vi.advanceTimersByTime(15);
  expect(called).toEqual([10, 20, 30]);
});

test("continues after a pause", () => {
  const wheel = createTimerWheel();
  const called: string[] = [];
  wheel.schedule(5, () => called.push("first"));
  vi.advanceTimersByTime(1_000);
  wheel.schedule(5, () => called.push("second"));
  vi.advanceTimersByTime(20);
  expect(called).toEqual(["first", "second"]);
});
