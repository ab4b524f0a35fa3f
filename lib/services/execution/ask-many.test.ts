import { describe, expect, it } from "vitest";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { BudgetLeases } from "../budget/budget-lease";
import { storedEndpoint } from "../endpoints/fixtures/stored-endpoint";
import type { EndpointStore } from "../endpoints/ports";
import { EndpointFailure } from "../models/ports";
import { OutcomesOfRuns } from "./call-outcomes";
import { askMany, type AskBatch } from "./ask-many";
import type { CallingRun, RunCallPorts } from "./run-calls";

const CONCURRENCY = 3;
const TOKENS_PER_CALL = 10;

const endpoint = storedEndpoint("e", "default", "m", { concurrency: CONCURRENCY });

const run: CallingRun = {
  id: "run",
  key: 1,
  studyId: "study",
  projectId: "project",
  recordOf: null,
  budget: { tokens: null, money: null },
  projectBudget: { tokens: null, money: null },
  record: "fresh",
  failures: { pauseAfter: null, tokenCap: null },
  models: { main: { endpointId: "e", model: "m" } },
  model: "m",
  endpointId: "e",
  endpointName: "Lab",
};

const request: ModelRequest = {
  messages: [{ role: "user", content: "?" }],
  seed: 1,
  temperature: 0,
  maxTokens: 10,
  affinity: "a",
};

/**
 * Ports whose model answers with `complete`; counts calls, and the usage that no result accounts
 * for.
 */
function open(complete: (signal: AbortSignal | undefined) => Promise<Partial<ModelReply>>) {
  const state = { inFlight: 0, mostInFlight: 0, calls: 0, lostTokens: 0 };
  const store: Pick<EndpointStore, "get" | "list"> = {
    get: () => Promise.resolve(endpoint),
    list: () => Promise.resolve([endpoint]),
  };
  const budgets = {
    hold: () => Promise.resolve(),
    release: () => Promise.resolve(),
    addUsage: (_: string, used: { promptTokens: number; completionTokens: number }) => {
      state.lostTokens += used.promptTokens + used.completionTokens;
      return Promise.resolve();
    },
  };
  const ports: RunCallPorts = {
    endpoints: store,
    secrets: { open: () => "" },
    budgets,
    budgetLeases: new BudgetLeases({ budgets, elapsed: () => 0, process: "test" }),
    record: { find: () => Promise.resolve([]) },
    fingerprint: () => 0n,
    outcomes: new OutcomesOfRuns(),
    ledger: {
      memories: () => Promise.resolve(new Map()),
      storeEmbeddings: () => Promise.resolve(),
      recordEmbeddingCall: () => Promise.resolve(),
    },
    pool: {
      embed: () => Promise.resolve([]),
      complete: async (_group, _request, signal) => {
        state.calls += 1;
        state.inFlight += 1;
        state.mostInFlight = Math.max(state.mostInFlight, state.inFlight);
        try {
          const reply = await complete(signal);
          return {
            text: "yes",
            model: "m",
            endpoint: "Lab",
            promptTokens: TOKENS_PER_CALL,
            completionTokens: 0,
            tokensEstimated: false,
            cost: null,
            latencyMs: 1,
            finishReason: "stop",
            envelope: null,
            ...reply,
          };
        } finally {
          state.inFlight -= 1;
        }
      },
    },
  };
  return { ports, state };
}

type Batch = AskBatch<number, ModelReply>;

/** A batch of this many items that collects what is stored. */
function batchOf(items: number, more: Partial<Batch> = {}) {
  const stored: ModelReply[] = [];
  const batch: Batch = {
    run,
    stop: new AbortController().signal,
    prepare: () => Promise.resolve(Array.from({ length: items }, (_, at) => at)),
    ask: async (item, calls) =>
      calls
        .forQuestion({ agent: `Voter-${item}`, about: null, label: "speak" })
        .call(request, "main"),
    store: (results) => {
      stored.push(...results);
      return Promise.resolve(true);
    },
    ...more,
  };
  return { batch, stored };
}

describe("askMany", () => {
  it("asks every item, as many at once as the endpoints take, and stores each result", async () => {
    const { ports, state } = open(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return {};
    });
    const { batch, stored } = batchOf(20);
    await askMany(ports, batch);
    expect([stored.length, state.calls, state.mostInFlight]).toEqual([20, 20, CONCURRENCY]);
    expect(state.lostTokens).toBe(0);
  });

  it("stores what came before a failure, begins nothing after it, and throws it", async () => {
    let answered = 0;
    const { ports, state } = open(async () => {
      answered += 1;
      if (answered > 5) throw new EndpointFailure("unreachable", "gone");
      return {};
    });
    const { batch, stored } = batchOf(50);
    await expect(askMany(ports, batch)).rejects.toThrow("gone");
    expect(stored).toHaveLength(5);
    expect(state.calls).toBeLessThanOrEqual(5 + CONCURRENCY);
  });

  it("books the tokens of an unusable answer", async () => {
    const { ports, state } = open(() => Promise.resolve({}));
    const { batch, stored } = batchOf(1, {
      ask: async (_, calls) => {
        await calls.forQuestion({ agent: "a", about: null, label: "l" }).call(request, "main");
        throw new Error("unreadable");
      },
    });
    await expect(askMany(ports, batch)).rejects.toThrow("unreadable");
    expect([stored.length, state.lostTokens]).toEqual([0, TOKENS_PER_CALL]);
  });

  it("stops once the store wants no more", async () => {
    const { ports, state } = open(() => Promise.resolve({}));
    let batches = 0;
    const { batch } = batchOf(100_000, {
      store: () => {
        batches += 1;
        return Promise.resolve(false);
      },
    });
    await askMany(ports, batch);
    expect(batches).toBeGreaterThan(0);
    expect(state.calls).toBeLessThan(100_000);
  });

  it("throws the error of the store, and still releases the budget", async () => {
    const { ports, state } = open(() => Promise.resolve({}));
    const { batch } = batchOf(2, { store: () => Promise.reject(new Error("disk full")) });
    await expect(askMany(ports, batch)).rejects.toThrow("disk full");
    expect(state.lostTokens).toBe(2 * TOKENS_PER_CALL);
  });
});
