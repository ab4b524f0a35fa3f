import { expect, test } from "vitest";
import type { ProbeResult } from "@/lib/contracts/endpoints";
import { RecentProbes } from "./recent-probes";

const PROBED = { baseUrl: "http://gpu/v1", model: "tiny", apiKey: "sk-1" };
const SUCCESS: ProbeResult = {
  ok: true,
  capabilities: {
    chat: true,
    jsonSchema: true,
    numberBounds: true,
    seed: true,
    usage: true,
    streaming: true,
    streamUsage: true,
    embeddings: false,
    embeddingDimension: null,
    maxContext: null,
    lora: null,
  },
  latencyMs: 5,
  answer: "{}",
  models: ["tiny"],
  isDemo: false,
};
const FAILURE: ProbeResult = {
  ok: false,
  fault: "timeout",
  message: "No answer.",
  models: [],
  isDemo: false,
};

/** Returns an empty memory of probes, and a function that lets time pass. */
function recentProbes() {
  let minutes = 1;
  return {
    probes: new RecentProbes({
      now: () => new Date(minutes * 60_000),
      hash: (text) => text,
    }),
    advanceMinutes: (passed: number) => void (minutes += passed),
  };
}

test("a success is found for ten minutes, with the same key only", () => {
  const { probes, advanceMinutes } = recentProbes();
  probes.remember(PROBED, SUCCESS);
  advanceMinutes(9);
  expect(probes.find(PROBED)).toBe(SUCCESS);
  expect(probes.find({ ...PROBED, apiKey: "sk-2" })).toBeUndefined();
  advanceMinutes(2);
  expect(probes.find(PROBED)).toBeUndefined();
});

test("a failure is not found, and removes an earlier success", () => {
  const { probes } = recentProbes();
  probes.remember(PROBED, SUCCESS);
  probes.remember(PROBED, FAILURE);
  expect(probes.find(PROBED)).toBeUndefined();
});
