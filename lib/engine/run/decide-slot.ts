import type { DecisionOutcome, DecisionStatus, InvalidReason } from "@/lib/domain/decision";
import type { ModelReply, ModelRequest } from "../base/ports";
import { loadTokenTable, TokenTableMissing } from "../tokens/token-table";
import type {
  DecisionRequests,
  DecisionSlot,
  Embedding,
  Memory,
  PreparedRequest,
} from "../base/contract";

/** What is needed of a reply; callers keep what else theirs have. */
export type Reply = Pick<ModelReply, "text">;

/** Everything about one decision that does not depend on who else decides. */
export type SlotDecision<Replied extends Reply = Reply> = {
  /**
   * Without a valid answer and a fallback it has no values, and the action is the only one that was
   * on offer, if only one was.
   */
  readonly outcome: DecisionOutcome;
  readonly status: Extract<DecisionStatus, "valid" | "invalid">;
  /** What was wrong with the last answer. */
  readonly reason: InvalidReason | null;
  readonly message: string | null;
  readonly usedFallback: boolean;
  /** Null when nothing had to be asked. */
  readonly request: PreparedRequest | null;
  /** One for each attempt, the last of which counts. */
  readonly replies: readonly Replied[];
  /** What each of them replied to. */
  readonly requests: readonly ModelRequest[];
};

/** Sends one request to a model. */
export type CallModel<Replied extends Reply = Reply> = (
  request: ModelRequest,
  group: string,
) => Replied | Promise<Replied>;

/**
 * Asks one agent for one decision: an invalid answer is sent back with what was wrong, as often as
 * the scenario allows; then the fallback counts. `memories` and `query` as for
 * `DecisionRequests.request`. Rejects only when `call` does, or with what fails the run.
 */
export async function decideSlot<Replied extends Reply>({
  requests: decisions,
  slot,
  memories,
  query = null,
  call,
}: {
  readonly requests: DecisionRequests;
  readonly slot: DecisionSlot;
  readonly memories: readonly Memory[];
  readonly query?: Embedding | null;
  readonly call: CallModel<Replied>;
}): Promise<SlotDecision<Replied>> {
  const { seq } = slot;
  const valid = { status: "valid", reason: null, message: null, usedFallback: false } as const;
  const replies: Replied[] = [];
  const requests: ModelRequest[] = [];
  if (slot.automatic)
    return {
      outcome: { seq, action: slot.offered[0] ?? null, values: {} },
      ...valid,
      request: null,
      replies,
      requests,
    };
  const request =
    tryPrepareRequest(decisions, slot, memories, query) ??
    (await prepareRequest(decisions, slot, memories, query));
  let model = request.model;
  for (;;) {
    const reply = await call(model, request.group);
    replies.push(reply);
    requests.push(model);
    const reading = decisions.readAnswer(slot, request.answer, reply.text);
    if (reading.ok)
      return {
        outcome: {
          seq,
          action: reading.action,
          values: request.given ? { ...reading.values, ...request.given } : reading.values,
        },
        ...valid,
        request,
        replies,
        requests,
      };
    if (replies.length > decisions.retries) {
      const { reason, message } = reading;
      const fallback = decisions.fallback(slot);
      const outcome = { seq, ...(fallback ?? { action: automaticAction(slot), values: null }) };
      return {
        outcome,
        status: "invalid",
        reason,
        message,
        usedFallback: fallback !== null,
        request,
        replies,
        requests,
      };
    }
    model = decisions.retryRequest(request, reply.text, reading.message);
  }
}

/**
 * Most prompts are far within their budgets; undefined where tokens have to be counted and cannot
 * be yet.
 */
function tryPrepareRequest(
  requests: DecisionRequests,
  slot: DecisionSlot,
  memories: readonly Memory[],
  query: Embedding | null,
): PreparedRequest | undefined {
  try {
    return requests.request(slot, memories, query);
  } catch (error) {
    if (error instanceof TokenTableMissing) return undefined;
    throw error;
  }
}

async function prepareRequest(
  requests: DecisionRequests,
  slot: DecisionSlot,
  memories: readonly Memory[],
  query: Embedding | null,
): Promise<PreparedRequest> {
  await loadTokenTable();
  return requests.request(slot, memories, query);
}

const automaticAction = ({ offered }: DecisionSlot): string | null =>
  offered.length === 1 ? (offered[0] ?? null) : null;
