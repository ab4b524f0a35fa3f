import { type DecisionSlot, decideSlot, type Simulation } from "@/lib/engine";
import type { ModelReply } from "@/lib/engine/ports";
import type { Recollection } from "../../memory/recollect";
import type { ModelPool, ModelTarget } from "../../models/ports";
import type { RecordedDecision } from "../ports";

type Caller = { readonly pool: ModelPool; readonly target: ModelTarget; readonly signal: AbortSignal };

/** One decision as it is recorded: what came of it, and what the calls for it took together. */
export async function decide(simulation: Simulation, slot: DecisionSlot, { memories, query }: Recollection, { pool, target, signal }: Caller): Promise<RecordedDecision> {
  const { outcome, reason, request, replies, ...decided } = await decideSlot(simulation, slot, memories, (model) => pool.complete(target, model, signal), query);
  const last = replies.at(-1);
  const total = (amountOf: (reply: ModelReply) => number): number => replies.reduce((sum, reply) => sum + amountOf(reply), 0);
  const step = simulation.step();
  return {
    seq: slot.seq, round: step?.round ?? 0, phase: step?.key ?? "",
    agentType: slot.agentType, agent: slot.agent, slot: slot.slot, kind: slot.kind, about: slot.about, offered: slot.offered.length,
    ...decided,
    action: outcome.action,
    values: outcome.values,
    reason: last?.finishReason === "length" && reason === "notJson" ? "truncated" : reason,
    trimmed: request && request.trimmed.length > 0 ? request.trimmed.join(", ") : null,
    head: request?.system ?? null,
    prompt: request?.user ?? null,
    raw: last?.text ?? null,
    model: last?.model ?? null,
    endpoint: last?.endpoint ?? null,
    promptTokens: total((reply) => reply.promptTokens),
    completionTokens: total((reply) => reply.completionTokens),
    latencyMs: total((reply) => reply.latencyMs),
    attempts: replies.length,
    finishReason: last?.finishReason ?? null,
  };
}
