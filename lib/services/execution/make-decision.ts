import { type DecisionSlot, decideSlot, type Simulation, type ModelReply } from "@/lib/engine";
import type { RecalledMemories } from "../memory/recall-memories";
import type { EarlierReply, RecordedDecision } from "@/lib/domain/decision";
import type { RunCalls } from "./run-calls";

/** One decision as it is recorded: what came of it, and what the calls for it took together. */
export async function makeDecision(
  simulation: Simulation,
  slot: DecisionSlot,
  { memories, query }: RecalledMemories,
  asking: Pick<RunCalls, "forDecision">,
): Promise<RecordedDecision> {
  const step = simulation.step();
  const calls = asking.forDecision(slot, step?.label ?? "");
  const { outcome, reason, request, replies, ...decided } = await decideSlot(
    simulation,
    slot,
    memories,
    calls.call,
    query,
  );
  const last = replies.at(-1);
  const total = (amountOf: (reply: ModelReply) => number): number =>
    replies.reduce((sum, reply) => sum + amountOf(reply), 0);
  return {
    seq: slot.seq,
    round: step?.round ?? 0,
    phase: step?.key ?? "",
    agentType: slot.agentType,
    agent: slot.agent,
    slot: slot.slot,
    kind: slot.kind,
    about: slot.about,
    offered: slot.offered.length,
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
    request: calls.requestHash(),
    earlier: replies.length > 1 ? replies.slice(0, -1).map(toEarlierReply) : null,
    cost: replies.some((reply) => reply.cost !== null) ? total((reply) => reply.cost ?? 0) : null,
    reused: calls.isReused(),
  };
}

const toEarlierReply = ({
  text,
  finishReason,
  promptTokens,
  completionTokens,
  latencyMs,
}: ModelReply): EarlierReply => ({ text, finishReason, promptTokens, completionTokens, latencyMs });
