import { expect, test } from "vitest";
import type { EndpointStatus } from "../models/ports";
import { RecentActivity } from "./recent-counts";
import { sampleStatus } from "./testing";

const at = (seconds: number): number => seconds * 1_000;

test("counts rates over the last 15 seconds, and failures over the last minute", () => {
  const activity = new RecentActivity(at(0));
  let one: EndpointStatus = sampleStatus("e", {});
  for (let second = 2; second <= 120; second += 2) {
    // Twenty calls a second for a minute, with a time-out each second; then two a second without
    // failures.
    const [calls, timeouts] = second <= 60 ? [38, 2] : [4, 0];
    one = {
      ...one,
      ok: one.ok + calls,
      failed: { timeout: (one.failed.timeout ?? 0) + timeouts },
      promptTokens: one.promptTokens + calls * 100,
      completionTokens: one.completionTokens + calls * 10,
    };
    const recent = activity.add(at(second), [one]).get("e");
    if (second === 60)
      expect(recent).toMatchObject({
        callsPerSecond: 20,
        tokensInPerSecond: 1_900,
        tokensOutPerSecond: 190,
        ok: 1_140,
        failed: { timeout: 60 },
      });
    if (second === 80)
      expect(recent).toMatchObject({
        callsPerSecond: 2,
        tokensInPerSecond: 200,
        tokensOutPerSecond: 20,
        failed: { timeout: 40 },
      });
    if (second === 120)
      expect(recent).toEqual({
        callsPerSecond: 2,
        tokensInPerSecond: 200,
        tokensOutPerSecond: 20,
        ok: 120,
        failed: {},
      });
  }
});

test("counts a new endpoint from zero, with rates from its first sample on", () => {
  const activity = new RecentActivity(at(100));
  expect(activity.add(at(102), [sampleStatus("a", { ok: 4 })]).get("a")).toMatchObject({
    callsPerSecond: 2,
    ok: 4,
  });
  expect(
    activity.add(at(104), [sampleStatus("a", { ok: 4 }), sampleStatus("b", { ok: 8 })]).get("b"),
  ).toMatchObject({ callsPerSecond: 2, ok: 8 });
});

test("returns rate 0 without elapsed time, and no negative rates after a restart", () => {
  const activity = new RecentActivity(at(0));
  expect(activity.add(at(0), [sampleStatus("a", { ok: 4 })]).get("a")).toMatchObject({
    callsPerSecond: 0,
  });
  expect(activity.add(at(20), [sampleStatus("a", { ok: 1 })]).get("a")).toMatchObject({
    callsPerSecond: 0,
    ok: 1,
  });
});

test("drops samples of an idle hour", () => {
  const activity = new RecentActivity(at(0));
  activity.add(at(2), [sampleStatus("a", { ok: 10 })]);
  expect(activity.add(at(3_602), [sampleStatus("a", { ok: 10 })]).get("a")).toMatchObject({
    ok: 0,
    callsPerSecond: 0,
  });
});
