import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Draws } from "./hash";
import type { LoadModel, Work } from "./load";
import { createLoadModel } from "./load-model";
import { parseSegment } from "./settings";

const work = (more: Partial<Work> = {}): Work => ({
  promptTokens: 600,
  cachedTokens: 0,
  outputTokens: 40,
  draws: new Draws(1),
  ...more,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Simulated milliseconds until `count` equal pieces of work, started together, are done. */
async function timeOf(
  load: LoadModel,
  count: number,
  more: (index: number) => Partial<Work> = () => ({}),
): Promise<number> {
  const start = performance.now();
  let left = count;
  for (let index = 0; index < count; index++) load.start(work(more(index)), () => left--);
  while (left > 0) await vi.advanceTimersToNextTimerAsync();
  return performance.now() - start;
}

describe("latency and slots", () => {
  it("are instant without settings", () => {
    let done = false;
    createLoadModel(parseSegment("")).start(work(), () => (done = true));
    expect(done).toBe(true);
  });

  it("serve a queue in order", async () => {
    const load = createLoadModel(parseSegment("latency=30,slots=2"));
    const order: number[] = [];
    for (let index = 0; index < 6; index++) load.start(work(), () => order.push(index));
    await vi.advanceTimersByTimeAsync(59);
    expect(order).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(31);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(load.busyMs()).toBeCloseTo(180);
  });

  it("free the slot, or the place in the queue, of a disconnected client", () => {
    const load = createLoadModel(parseSegment("latency=5000,slots=1,maxQueue=1"));
    const fail = () => expect.unreachable();
    const leaveSlot = load.start(work(), fail);
    const leaveQueue = load.start(work(), fail);
    expect([load.running, load.waiting, load.admits()]).toEqual([1, 1, false]);
    leaveQueue();
    expect([load.running, load.waiting, load.admits()]).toEqual([1, 0, true]);
    leaveSlot();
    expect([load.running, load.waiting]).toEqual([0, 0]);
  });

  it("are lognormal, and equal for equal requests", async () => {
    const load = createLoadModel(parseSegment("latency=20,sigma=1"));
    const one = await timeOf(load, 1, () => ({ draws: new Draws(3) }));
    const many = await timeOf(load, 40, (index) => ({ draws: new Draws(index) }));
    expect(many).toBeGreaterThan(one);
    expect(many).toBeGreaterThan(40);
  });

  it("report progress to streams", async () => {
    const load = createLoadModel(parseSegment("latency=40"));
    const shares: number[] = [];
    await timeOf(load, 1, () => ({ onProgress: (share) => shares.push(share) }));
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});

describe("GPU simulation", () => {
  it("serves a batch in far less time than one after the other", async () => {
    const alone = await timeOf(createLoadModel(parseSegment("gpu=8b,speed=4")), 1);
    const batch = await timeOf(createLoadModel(parseSegment("gpu=8b,speed=4")), 32);
    expect(alone).toBeGreaterThan(50);
    expect(batch).toBeGreaterThan(alone);
    expect(batch).toBeLessThan(alone * 12);
  });

  it("reads a cached prefix for free", async () => {
    const settings = "prefill=5000,step=1,stepPerSeq=0";
    const cold = await timeOf(createLoadModel(parseSegment(settings)), 1, () => ({
      outputTokens: 1,
    }));
    const warm = await timeOf(createLoadModel(parseSegment(settings)), 1, () => ({
      outputTokens: 1,
      cachedTokens: 590,
    }));
    expect(cold).toBeGreaterThan(115);
    expect(warm).toBeLessThan(cold / 2);
  });

  it("runs at most one batch at once and drops disconnected clients", async () => {
    const load = createLoadModel(parseSegment("gpu=1b,batch=4,maxQueue=100"));
    const cancels = Array.from({ length: 10 }, () =>
      load.start(work({ outputTokens: 10_000 }), () => expect.unreachable()),
    );
    expect(load.running).toBeLessThanOrEqual(4);
    expect(load.running + load.waiting).toBe(10);
    for (const cancel of cancels) cancel();
    await timeOf(load, 1, () => ({ outputTokens: 2 }));
    expect(load.running + load.waiting).toBeLessThanOrEqual(1);
  });
});
