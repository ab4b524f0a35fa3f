import type { RecordedDecision } from "@/lib/services/runs/ports";
import type { Cell } from "./copy-rows";

/** Columns of `decision`, in the order of `decisionCells`. */
export const DECISION_COLUMNS = [
  "run", "version", "seq", "round", "phase", "agent_type", "agent", "slot", "kind", "about", "offered", "action", "status", "reason", "message",
  '"values"', "used_fallback", "trimmed", "head", "prompt", "raw", "model", "endpoint", "prompt_tokens", "completion_tokens", "latency_ms", "attempts", "finish_reason", "request", "earlier", "cost", "reused",
].join(", ");

export const decisionCells = (run: number, version: number, decision: RecordedDecision, heads: ReadonlyMap<string, string>): readonly Cell[] => [
  run, version, decision.seq, decision.round, decision.phase, decision.agentType, decision.agent, decision.slot, decision.kind, decision.about, decision.offered,
  decision.action, decision.status, decision.reason, decision.message,
  decision.values === null ? null : JSON.stringify(decision.values), decision.usedFallback, decision.trimmed,
  decision.head === null ? null : (heads.get(decision.head) ?? null), decision.prompt, decision.raw, decision.model, decision.endpoint,
  decision.promptTokens, decision.completionTokens, Math.round(decision.latencyMs), decision.attempts, decision.finishReason,
  decision.request, decision.earlier === null ? null : JSON.stringify(decision.earlier), decision.cost, decision.reused,
];
