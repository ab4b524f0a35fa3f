import type { DecisionSlot, Memory, PreparedRequest, Simulation } from "@/lib/engine";
import type { ModelReply, ModelRequest } from "@/lib/engine/ports";
import type { ModelPool, ModelTarget } from "../../models/ports";
import type { RecordedDecision } from "../ports";

type Caller = { readonly pool: ModelPool; readonly target: ModelTarget; readonly retries: number; readonly signal: AbortSignal };

/** One decision: ask, read, and send a bad answer back with what was wrong, a bounded number of times. */
export async function decide(simulation: Simulation, slot: DecisionSlot, memories: readonly Memory[], caller: Caller): Promise<RecordedDecision> {
  if (slot.automatic) return automatic(simulation, slot);
  const prepared = simulation.request(slot, memories);
  const tally = { promptTokens: 0, completionTokens: 0, latencyMs: 0, attempts: 0 };
  let request: ModelRequest = prepared.model;
  for (;;) {
    const reply = await caller.pool.complete(caller.target, request, caller.signal);
    tally.promptTokens += reply.promptTokens;
    tally.completionTokens += reply.completionTokens;
    tally.latencyMs += reply.latencyMs;
    tally.attempts += 1;
    const reading = simulation.read(slot, prepared.answer, reply.text);
    const call = { ...callOf(prepared, reply), ...tally };
    if (reading.ok) {
      return { ...placeOf(simulation, slot), action: reading.action, status: "valid", reason: null, message: null, values: reading.values, usedFallback: false, ...call };
    }
    if (tally.attempts > caller.retries) {
      const fallback = simulation.fallback(slot);
      return {
        ...placeOf(simulation, slot),
        action: fallback?.action ?? (slot.offered.length === 1 ? (slot.offered[0] ?? null) : null),
        status: "invalid",
        reason: reply.finishReason === "length" && reading.reason === "notJson" ? "truncated" : reading.reason,
        message: reading.message,
        values: fallback?.values ?? null,
        usedFallback: fallback !== null,
        ...call,
      };
    }
    request = simulation.retryRequest(prepared, reply.text, reading.message);
  }
}

/** The one thing on offer asks nothing: recorded without a call. */
function automatic(simulation: Simulation, slot: DecisionSlot): RecordedDecision {
  return {
    ...placeOf(simulation, slot),
    action: slot.offered[0] ?? null,
    status: "valid", reason: null, message: null, values: {}, usedFallback: false,
    head: null, prompt: null, raw: null, model: null, endpoint: null,
    promptTokens: 0, completionTokens: 0, latencyMs: 0, attempts: 0, finishReason: null,
  };
}

function placeOf(simulation: Simulation, slot: DecisionSlot) {
  const step = simulation.step();
  return {
    seq: slot.seq, round: step?.round ?? 0, phase: step?.key ?? "",
    agentType: slot.agentType, agent: slot.agent, slot: slot.slot, kind: slot.kind, offered: slot.offered.length,
  };
}

function callOf(prepared: PreparedRequest, reply: ModelReply) {
  return { head: prepared.system, prompt: prepared.user, raw: reply.text, model: reply.model, endpoint: reply.endpoint, finishReason: reply.finishReason };
}
