import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { abandonable } from "./abandonable";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const events: string[] = [];
beforeEach(() => void events.splice(0));

async function* file(): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = 0; chunk < 3; chunk += 1) yield await Promise.resolve(new Uint8Array([chunk]));
  } finally {
    events.push("closed");
  }
}

const open = () =>
  abandonable(file(), { stallMs: 60_000, onEnd: () => void events.push("over") })[
    Symbol.asyncIterator
  ]();

it("is over when it was read", async () => {
  const reading = open();
  const read: number[] = [];
  for (let next = await reading.next(); next.done !== true; next = await reading.next())
    read.push(next.value[0] ?? -1);
  expect(read).toEqual([0, 1, 2]);
  expect(events).toEqual(["closed", "over"]);
});

it("is over when its reader leaves, also before the first chunk", async () => {
  await open().return?.();
  expect(events).toEqual(["over"]);
});

it("ends, and says so, when its reader stops for longer than the limit", async () => {
  const reading = open();
  await reading.next();
  await vi.advanceTimersByTimeAsync(59_000);
  await reading.next();
  expect(events).toEqual([]);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(events).toEqual(["over", "closed"]);
  await expect(reading.next()).rejects.toThrow("stopped reading");
});

it("ends when nobody ever reads it", async () => {
  open();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(events).toEqual(["over"]);
});
