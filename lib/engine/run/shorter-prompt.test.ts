import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import type { ModelRequest } from "../base/ports";
import type { Memory } from "../base/contract";
import { compileScenario } from "./compile-scenario";
import { decideSlot } from "./decide-slot";
import { minimal } from "./fixtures/opinion";
import type { TextReply } from "./read-reply";
import { openSimulation } from "./simulation";

const parts = (retries: number): Partial<ScenarioDocument> => ({
  calls: { retries },
  agents: {
    Person: { count: 1, profile: "You are a person.", memory: { kind: "short", keep: 8 } },
  },
  actions: { say: { prompt: "Say a number.", inputs: { n: { type: "integer", min: 1, max: 9 } } } },
  phases: [{ id: "say", decide: "Person", do: ["say"] }],
});

const memory = (seq: number): Memory => ({
  version: 0,
  seq,
  round: 0,
  kind: "told",
  text: `Thing ${seq}.`,
  importance: 0.5,
  embedding: null,
});

const tooLong: TextReply = {
  text: "",
  failure: { reason: "promptTooLong", message: "The context is 512 tokens." },
};

/** Asks an agent with this many memories; the server takes prompts with at most `limit` of them. */
async function decide(memories: number, limit: number, answers = ['{"n": 3}'], retries = 2) {
  const simulation = openSimulation(compileScenario(minimal(parts(retries))), {
    parameters: {},
    seed: 1,
  });
  simulation.commit([]);
  const [slot] = simulation.plan();
  if (slot === undefined) throw new Error("nobody decides");
  const asked: ModelRequest[] = [];
  const left = [...answers];
  const decided = await decideSlot({
    requests: simulation,
    slot,
    memories: Array.from({ length: memories }, (_, seq) => memory(seq)),
    call: (request) => {
      asked.push(request);
      const shown = JSON.stringify(request.messages).match(/Thing \d/g) ?? [];
      return shown.length > limit ? tooLong : { text: left.shift() ?? "" };
    },
  });
  return { decided, asked: asked.map(({ messages }) => JSON.stringify(messages)) };
}

describe("a prompt that is too long for the model", () => {
  it("is asked once more with the later half of its memories", async () => {
    const { decided, asked } = await decide(5, 2);
    expect(decided).toMatchObject({ status: "valid", outcome: { values: { n: 3 } } });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain("Thing 0.");
    expect(asked[1]).not.toContain("Thing 2.");
    expect(asked[1]).toMatch(/Thing 3\..*Thing 4\./);
    // The record is found by the prompt as it was at first.
    expect(decided.request?.user).toContain("Thing 0.");
    expect(decided.request?.trimmed).toEqual(["memory"]);
  });

  it("keeps to the shorter prompt in retries", async () => {
    const { decided, asked } = await decide(4, 2, ['{"n": 12}', '{"n": 9}']);
    expect(decided).toMatchObject({ status: "valid", outcome: { values: { n: 9 } } });
    expect(asked).toHaveLength(3);
    expect(asked[2]).not.toContain("Thing 1.");
    expect(asked[2]).toContain("you answered 12");
  });

  it.each([
    ["that is still too long falls back", 5, 1, 2, 2],
    ["without memories is not asked again", 0, -1, 2, 1],
    ["is asked once where the scenario has no retries", 5, 2, 0, 1],
  ])("%s", async (_, memories, limit, retries, calls) => {
    const { decided, asked } = await decide(memories, limit, [], retries);
    expect(decided).toMatchObject({ status: "invalid", reason: "promptTooLong" });
    expect(asked).toHaveLength(calls);
  });
});
