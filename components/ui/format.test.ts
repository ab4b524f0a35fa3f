import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatFixed,
  formatNumber,
  formatPercent,
  parseNumber,
  roundToStep,
} from "./format";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [12, "12"],
    [100_000, "100,000"],
    [0.123456, "0.123"],
    [-0.5, "\u22120.5"],
    [1234.5, "1,235"],
    [0.000012345, "0.0000123"],
    [0.00000012, "1.20e\u22127"],
    [Infinity, "∞"],
  ])("shows%d as%s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("shows a dash where there is no number", () => {
    expect([null, undefined, NaN].map((value) => formatNumber(value))).toEqual(["–", "–", "–"]);
  });
});

describe("formatFixed", () => {
  it("never shows a negative zero", () => expect(formatFixed(-0.001, 2)).toBe("0.00"));
  it("keeps trailing zeros so that columns align", () =>
    expect(formatFixed(-1.5, 2)).toBe("\u22121.50"));
});

describe("formatCompact", () => {
  it.each([
    [950, "950"],
    [1_000, "1\u202fk"],
    [1_234, "1.2\u202fk"],
    [34_400, "34\u202fk"],
    [999_950, "1\u202fM"],
    [1_500_000, "1.5\u202fM"],
    [-2_100_000_000, "\u22122.1\u202fG"],
  ])("shows%d as%s", (value, text) => expect(formatCompact(value)).toBe(text));
});

describe("formatPercent", () => {
  it.each([
    [0, "0%"],
    [0.5, "50%"],
    [0.1234, "12.3%"],
    [1, "100%"],
  ])("shows%d as%s", (share, text) => expect(formatPercent(share)).toBe(text));

  it("never rounds 99.96% up to 100% or 0.04% down to 0%", () => {
    expect(formatPercent(0.9999)).toBe("> 99.9%");
    expect(formatPercent(0.0001)).toBe("< 0.1%");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [840, "840 ms"],
    [999.6, "1.0 s"],
    [4_210, "4.2 s"],
    [9_960, "10 s"],
    [59_600, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_900, "1 h 00 min"],
    [7_800_000, "2 h 10 min"],
    [86_399_000, "1 d 0 h"],
    [273_600_000, "3 d 4 h"],
  ])("shows%d ms as%s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatBytes", () => {
  it.each([
    [999, "999 B"],
    [1_500, "1.5 kB"],
    [999_999, "1 MB"],
    [12_345_678, "12 MB"],
  ])("shows%d as%s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe("formatAgo", () => {
  const now = new Date(2030, 4, 20, 12, 0);
  it.each([
    [new Date(2030, 4, 20, 11, 59, 40), "just now"],
    [new Date(2030, 4, 20, 11, 15), "45 min ago"],
    [new Date(2030, 4, 19, 13, 0), "23 h ago"],
    [new Date(2030, 4, 17, 12, 0), "3 d ago"],
    [new Date(2030, 3, 1, 12, 0), "2030-04-01"],
  ])("shows%s as%s", (date, text) => expect(formatAgo(date, now)).toBe(text));
});

describe("formatCount", () => {
  it("uses the singular for one only", () => {
    expect([0, 1, 1200].map((count) => formatCount(count, "agent"))).toEqual([
      "0 agents",
      "1 agent",
      "1,200 agents",
    ]);
    expect(formatCount(2, "reply", "replies")).toBe("2 replies");
  });
});

describe("parseNumber", () => {
  it.each([
    ["12", 12],
    [" 1 000 ", 1000],
    ["1,000", 1000],
    ["1,234,567.5", 1_234_567.5],
    ["0,5", 0.5],
    ["12,75", 12.75],
    [".5", 0.5],
    ["1e-3", 0.001],
    ["\u22125", -5],
  ])("reads%j as%d", (text, value) => expect(parseNumber(text)).toBe(value));

  it.each(["", "-", "abc", "12abc", "1.2.3", "0x10", "Infinity"])("does not read%j", (text) =>
    expect(parseNumber(text)).toBeNull(),
  );
});

describe("roundToStep", () => {
  it("removes binary rounding errors", () => {
    expect(roundToStep(0.1 + 0.2, 0.1)).toBe(0.3);
    expect(roundToStep(3, 1)).toBe(3);
    expect(roundToStep(0.00002 + 0.00001, 0.00001)).toBe(0.00003);
    expect(roundToStep(120, 10)).toBe(120);
  });
});
