import { expect, it } from "vitest";
import type { ModelRequest } from "@/lib/engine";
import type { ModelTarget } from "../models/ports";
import { callUpperBound } from "./upper-bound";

const target = (name: string, priceIn: number | null, priceOut: number | null): ModelTarget => ({
  endpointId: name,
  name,
  baseUrl: "http://x/v1",
  model: "m",
  apiKey: null,
  concurrency: 1,
  timeoutMs: 1_000,
  jsonSchema: null,
  numberBounds: null,
  priceIn,
  priceOut,
});
const group = (...targets: ModelTarget[]) => ({ name: "g", model: "m", targets });
const request = (content: string): ModelRequest => ({
  messages: [{ role: "user", content }],
  temperature: 1,
  maxTokens: 100,
  seed: 1,
  affinity: "",
});

it("counts a token per byte, and the longest answer allowed", () => {
  const of = (content: string) =>
    callUpperBound(group(target("a", null, null)), request(content), false).tokens;
  expect(of("abcd") - of("")).toBe(4);
  expect(of("über die Straße") - of("")).toBe(17);
  expect(of("投票") - of("")).toBe(6);
  expect(of("")).toBeGreaterThan(100);
});

it("prices a call by the most expensive endpoint that may answer", () => {
  const { tokens, money } = callUpperBound(
    group(target("a", 1, 2), target("b", 3, null)),
    request("x".repeat(1_000)),
    true,
  );
  expect(money).toBeCloseTo(((tokens - 100) * 3) / 1_000_000, 12);
});

it("refuses a US$ budget when an endpoint has no price, and names it", () => {
  expect(() =>
    callUpperBound(group(target("a", 1, 2), target("Lab GPU", null, null)), request("x"), true),
  ).toThrow(/“Lab GPU” has no price/);
});
