import {
  type DecisionRequests,
  type DecisionSlot,
  decideSlot,
  type ModelReply,
  type SlotDecision,
} from "@/lib/engine";
import type { Usage } from "../budget/spending";
import { recallForDecisions } from "../memory/recall-memories";
import type { MemorySource } from "../memory/ports";
import { askMany } from "./ask-many";
import type { CallingRun, CallRecord, RunCallPorts } from "./run-calls";

/** The answer of one agent, and what is known of its calls. */
export type SlotAnswer = { readonly decided: SlotDecision<ModelReply>; readonly calls: CallRecord };

/** Typed questions to agents, each on the world and the memories of one version. */
export type SlotBatch<Result extends Usage> = {
  readonly run: CallingRun;
  readonly stop: AbortSignal;
  readonly requests: DecisionRequests;
  /** The slots without an answer. */
  readonly slots: readonly DecisionSlot[];
  /** The source of the agents' memories at that version. */
  readonly memories: MemorySource;
  /** What is asked, for the message when no recorded answer exists. */
  readonly label: string;
  /** False once the answers are of no use; the remaining slots are not asked. */
  isWanted?(): boolean;
  toResult(slot: DecisionSlot, answer: SlotAnswer): Result;
  store(results: readonly Result[]): Promise<boolean>;
};

/**
 * Asks agents for typed answers: decisions of a step and answers to a poll.
 * @throws as `askMany`
 */
export async function askSlots<Result extends Usage>(
  ports: RunCallPorts,
  { run, stop, requests, slots, memories, label, isWanted, toResult, store }: SlotBatch<Result>,
): Promise<void> {
  await askMany(ports, {
    run,
    stop,
    prepare: async ({ embedding }, signal) => {
      const source = { ...ports, pool: embedding };
      const recalled = await recallForDecisions(source, { run: memories, requests, slots, signal });
      return slots.map((slot) => ({ slot, recalled }));
    },
    ask: async ({ slot, recalled }, calls) => {
      if (isWanted?.() === false) return undefined;
      const own = calls.forQuestion({ agent: slot.agent, about: slot.about, label });
      const remembered = recalled.get(slot);
      const decided = await decideSlot({
        requests,
        slot,
        memories: remembered.memories,
        query: remembered.query,
        tokenCap: run.failures.tokenCap,
        call: (request, group) => own.call(request, group),
      });
      return toResult(slot, { decided, calls: own });
    },
    store,
  });
}
