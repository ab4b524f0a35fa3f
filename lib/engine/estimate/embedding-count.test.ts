import { expect, it } from "vitest";
import type { DecisionSlot, MemoryEntry, Simulation } from "../base/contract";
import { EmbeddingCount } from "./embedding-count";

const slot = (agent: string): DecisionSlot => ({
  seq: 0,
  agentType: "Person",
  agent,
  slot: 0,
  kind: "action",
  about: null,
  offered: ["speak"],
  automatic: false,
});
const entry = (agent: string, text: string) => ({ agent, text }) as MemoryEntry;
const remembering = {
  memoryNeeds: ([first]: readonly DecisionSlot[]) => [
    { agentType: "Person", agents: [first!.agent], latest: "all", embeddings: true },
  ],
  memoryQuery: () => "12345678",
} as unknown as Simulation;

it("counts a memory once, when its agent is next asked, and repeated texts per shard once", () => {
  const count = new EmbeddingCount(remembering);
  for (const agent of ["a", "b", "c"]) count.addMemory(entry(agent, "four times four."));
  count.startStep(2);
  count.countDecision(slot("a"), 0, true);
  count.countDecision(slot("b"), 1, true);
  // 16 bytes and 8 bytes at four bytes per token, plus one token each.
  expect(count.tokens(2, 1)).toBe(5 + 3);
  count.startStep(1);
  count.countDecision(slot("a"), 0, false);
  expect(count.tokens(1, 1)).toBe(0);
  count.startStep(1);
  count.countDecision(slot("c"), 0, false);
  expect(count.tokens(1, 0.5)).toBe(10);
});
