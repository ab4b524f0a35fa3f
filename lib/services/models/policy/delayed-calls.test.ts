import { expect, it } from "vitest";
import { DelayedCalls } from "./delayed-calls";
import { GroupQueue, QueuedCall } from "./group-queue";
import { POLICY } from "./settings";

const queue = new GroupQueue([], POLICY);
const another = new GroupQueue([], POLICY);
const caller = { attempt: () => undefined, fail: () => undefined };
const queuedCall = (order: number, of = queue): QueuedCall =>
  new QueuedCall({ caller, queue: of, affinity: 0, order, waitingSince: 100 - order });

it("returns due calls in order of time, without cancelled ones", () => {
  const calls = new DelayedCalls();
  const queuedCalls = [30, 10, 20, 11].map((dueAt, order) => {
    const each = queuedCall(order);
    calls.add(each, dueAt);
    return each;
  });
  queuedCalls[2]!.state = "over";
  expect([calls.dueAt, calls.take(9)]).toEqual([10, undefined]);
  expect([calls.take(25), calls.take(25), calls.take(25)].map((taken) => taken?.order)).toEqual([
    1,
    3,
    undefined,
  ]);
  expect(calls.dueAt).toBe(30);
  expect(calls.take(30)?.order).toBe(0);
  expect(calls.dueAt).toBe(Infinity);
});

it("drains the calls of one queue", () => {
  const calls = new DelayedCalls();
  [queuedCall(1), queuedCall(2, another), queuedCall(3)].forEach((each) => calls.add(each, 10));
  expect([calls.oldestSince(queue), calls.oldestSince(another)]).toEqual([97, 98]);
  expect(
    calls
      .drain(queue)
      .map(({ order }) => order)
      .sort((one, other) => one - other),
  ).toEqual([1, 3]);
  expect([calls.oldestSince(queue), calls.take(10)?.order]).toEqual([Infinity, 2]);
});
