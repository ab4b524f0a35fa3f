import { describe, expect, it } from "vitest";
import type { Commit } from "../base/contract";
import { canonicalJson, digestCommit } from "./digest";

const step: Commit["step"] = {
  version: 3,
  round: 2,
  key: "speak",
  label: "speak",
  kind: "decide",
  stage: 0,
};
const commit: Parameters<typeof digestCommit>[2] = {
  version: 4,
  step,
  rows: [{ table: "Voter", id: "Voter-1", ordinal: 1, data: { opinion: 0.1, party: "left" } }],
  memories: [],
  measures: [{ name: "mean", round: 2, value: 0.1 }],
  rejected: [],
};

describe("canonicalJson", () => {
  it("writes negative zero as zero and omits undefined", () => {
    expect(canonicalJson({ a: -0, b: undefined, c: [null, true, "x\n"] })).toBe(
      String.raw`{"a":0,"c":[null,true,"x\n"]}`,
    );
  });

  it("rejects numbers that JSON cannot represent", () => {
    for (const number of [NaN, Infinity, -Infinity])
      expect(() => canonicalJson([number])).toThrow(RangeError);
  });
});

describe("digestOf", () => {
  const digest = (change: Partial<Commit> = {}, previous: string | null = "p") =>
    digestCommit(previous, [], { ...commit, ...change });

  it("is a reproducible SHA-256", () => {
    expect(digest()).toMatch(/^[0-9a-f]{64}$/);
    expect(digest()).toBe(digest());
  });

  it("changes with everything a commit decides or changes, and with the previous digest", () => {
    const others = [
      digest({}, "q"),
      digest({}, null),
      digest({ rows: [] }),
      digest({ rows: [{ table: "Voter", id: "Voter-1", ordinal: 1, data: null }] }),
      digest({ rejected: [{ seq: 0, reason: "full" }] }),
      digest({ stopped: "done" }),
      digest({ measures: [{ name: "mean", round: 2, value: null, problem: "empty" }] }),
      digestCommit("p", [{ seq: 0, action: "post", values: { text: "a" } }], commit),
      digestCommit("p", [{ seq: 0, action: "post", values: { text: "b" } }], commit),
    ];
    expect(new Set([digest(), ...others]).size).toBe(others.length + 1);
  });
});
