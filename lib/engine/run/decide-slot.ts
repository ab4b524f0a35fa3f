import type { DecisionOutcome, DecisionStatus, DecisionValues, InvalidReason } from "@/lib/domain/decision";
import type { ModelRequest } from "../ports";
import type { DecisionSlot, Memory, PreparedRequest, Simulation } from "./contract";

/** Everything about one decision that does not depend on who else decides. */
export type SlotDecision = {
  readonly outcome: DecisionOutcome;
  readonly status: Extract<DecisionStatus, "valid" | "invalid">;
  /** What was wrong with the last answer. */
  readonly reason: InvalidReason | null;
  readonly message: string | null;
  readonly usedFallback: boolean;
  /** Null when nothing had to be asked. */
  readonly request: PreparedRequest | null;
  /** The last answer. */
  readonly raw: string | null;
  readonly attempts: number;
};

/** Sends one request to a model and gives the text of its answer. */
export type CallModel = (request: ModelRequest, group: string) => string | Promise<string>;

/**
 * Asks one agent for one decision: an invalid answer is sent back with what was wrong, as often as the scenario allows; then the
 * fallback counts. Rejects only when `call` does.
 */
export async function decideSlot(simulation: Simulation, slot: DecisionSlot, memories: readonly Memory[], call: CallModel): Promise<SlotDecision> {
  const { seq } = slot;
  if (slot.automatic) {
    const outcome = { seq, action: slot.offered[0] ?? null, values: {} };
    return { outcome, status: "valid", reason: null, message: null, usedFallback: false, request: null, raw: null, attempts: 0 };
  }
  const request = simulation.request(slot, memories);
  let model = request.model;
  for (let attempts = 1; ; attempts += 1) {
    const raw = await call(model, request.group);
    const reading = simulation.read(slot, request.answer, raw);
    if (reading.ok) {
      const outcome = { seq, action: reading.action, values: reading.values };
      return { outcome, status: "valid", reason: null, message: null, usedFallback: false, request, raw, attempts };
    }
    if (attempts <= simulation.retries) {
      model = simulation.retryRequest(request, raw, reading.message);
      continue;
    }
    const fallback = simulation.fallback(slot);
    const outcome = { seq, ...(fallback ?? NOTHING) };
    return { outcome, status: "invalid", reason: reading.reason, message: reading.message, usedFallback: fallback !== null, request, raw, attempts };
  }
}

const NOTHING: { readonly action: string | null; readonly values: DecisionValues | null } = { action: null, values: null };
