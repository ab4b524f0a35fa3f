import type { DecisionOutcome, DecisionStatus, InvalidReason } from "@/lib/domain/decision";
import type { ModelRequest } from "../base/ports";
import { readReply, type ReplyReading, type TextReply } from "./read-reply";
import { loadTokenTable, TokenTableMissing } from "../tokens/token-table";
import {
  type DecisionRequests,
  type DecisionSlot,
  type Embedding,
  type Memory,
  type PreparedRequest,
  PROMPT_PARTS,
  type PromptPart,
} from "../base/contract";

/** Result of one decision, independent of all others. */
export type SlotDecision<Replied extends TextReply = TextReply> = {
  /**
   * Without a valid answer and a fallback, `values` is null and `action` is the only offered one,
   * if only one was.
   */
  readonly outcome: DecisionOutcome;
  readonly status: Extract<DecisionStatus, "valid" | "invalid">;
  /** Problem of the last answer. */
  readonly reason: InvalidReason | null;
  readonly message: string | null;
  readonly usedFallback: boolean;
  /** Null if no request was needed. */
  readonly request: PreparedRequest | null;
  /** One per attempt; the last one counts. */
  readonly replies: readonly Replied[];
  /** The request of each reply. */
  readonly requests: readonly ModelRequest[];
};

/** Sends one request to a model. */
export type CallModel<Replied extends TextReply = TextReply> = (
  request: ModelRequest,
  group: string,
) => Replied | Promise<Replied>;

/** How many times the limit of tokens of the scenario an answer may get, where no cap is set. */
const MORE_ROOM = 4;

/**
 * Requests one decision of one agent. Invalid answers are sent back with their problem, as often as
 * the scenario allows; those that were cut off, with twice the room, up to `tokenCap`, which does
 * not count among these; then the fallback applies. A call that failed for a reason of its own is
 * an invalid answer, repeated where that can help: with half of its memories if the prompt was too
 * long. `memories` and `query` as for
 * `DecisionRequests.request`. Rejects only if `call` does or an error fails the run.
 */
export async function decideSlot<Replied extends TextReply>({
  requests: decisions,
  slot,
  memories,
  query = null,
  tokenCap = null,
  call,
}: {
  readonly requests: DecisionRequests;
  readonly slot: DecisionSlot;
  readonly memories: readonly Memory[];
  readonly query?: Embedding | null;
  /** The most tokens that an answer which was cut off may get; null: four times the limit. */
  readonly tokenCap?: number | null;
  readonly call: CallModel<Replied>;
}): Promise<SlotDecision<Replied>> {
  const { seq } = slot;
  const replies: Replied[] = [];
  const requests: ModelRequest[] = [];
  if (slot.automatic)
    return {
      outcome: { seq, action: slot.offered[0] ?? null, values: {} },
      status: "valid",
      reason: null,
      message: null,
      usedFallback: false,
      request: null,
      replies,
      requests,
    };
  const request =
    tryPrepareRequest({ requests: decisions, slot, memories, query }) ??
    (await prepareRequest({ requests: decisions, slot, memories, query }));
  let asked = request;
  let { model } = request;
  let repeats: Repeats | undefined;
  for (;;) {
    const reply = await call(model, request.group);
    replies.push(reply);
    requests.push(model);
    const reading = readReply(decisions, slot, { answer: asked.answer, sent: model, reply });
    if (reading.ok)
      return {
        outcome: {
          seq,
          action: reading.action,
          values: asked.given ? { ...reading.values, ...asked.given } : reading.values,
        },
        status: "valid",
        reason: null,
        message: null,
        usedFallback: false,
        request: withCutsOf(request, asked),
        replies,
        requests,
      };
    repeats ??= new Repeats(decisions.retries, tokenCap ?? model.maxTokens * MORE_ROOM);
    let maxTokens =
      reply.recordedAs === "invalid" ? undefined : repeats.next(reading, model.maxTokens);
    const shorter =
      reading.repeat === "shorter" && maxTokens !== undefined
        ? await shorten({ requests: decisions, slot, memories, query })
        : undefined;
    if (reading.repeat === "shorter" && shorter === undefined) maxTokens = undefined;
    if (maxTokens === undefined) {
      const { reason, message, note } = reading;
      const fallback = decisions.fallback(slot);
      const outcome = { seq, ...(fallback ?? { action: automaticAction(slot), values: null }) };
      return {
        outcome,
        status: "invalid",
        reason,
        message: note ?? message,
        usedFallback: fallback !== null,
        request: withCutsOf(request, asked),
        replies,
        requests,
      };
    }
    if (shorter !== undefined) {
      asked = shorter;
      model = { ...shorter.model, maxTokens };
    } else model = { ...decisions.retryRequest(asked, reply.text, reading.message), maxTokens };
  }
}

/** The request as it was first made, with the parts of its prompt that were cut at last. */
const withCutsOf = (first: PreparedRequest, last: PreparedRequest): PreparedRequest =>
  first === last ? first : { ...first, trimmed: last.trimmed };

/** The request with the later half of the memories that it shows; undefined if it shows none. */
async function shorten({
  requests,
  slot,
  memories,
  query,
}: {
  readonly requests: DecisionRequests;
  readonly slot: DecisionSlot;
  readonly memories: readonly Memory[];
  readonly query: Embedding | null;
}): Promise<PreparedRequest | undefined> {
  const shown = requests.recall(slot, memories, query);
  if (shown.length === 0) return undefined;
  const later = shown.slice(Math.ceil(shown.length / 2));
  const request = await prepareRequest({ requests, slot, memories: later, query });
  const isCut = (part: PromptPart): boolean => part === "memory" || request.trimmed.includes(part);
  return { ...request, trimmed: PROMPT_PARTS.filter(isCut) };
}

/** Decides whether a decision is asked for again after an unusable reply. */
class Repeats {
  private used = 0;
  private afterRefusal = false;
  private isShorter = false;

  constructor(
    private readonly retries: number,
    private readonly tokenCap: number,
  ) {}

  /** Returns the limit of tokens of the next call; undefined if there is none. */
  next({ repeat }: Extract<ReplyReading, { ok: false }>, maxTokens: number): number | undefined {
    // A scenario without retries asks once, whatever comes back.
    if (this.retries === 0 || repeat === "never") return undefined;
    const room = Math.min(2 * maxTokens, this.tokenCap);
    if (repeat === "moreRoom" && room > maxTokens) return room;
    if (repeat === "once") {
      if (this.afterRefusal) return undefined;
      this.afterRefusal = true;
    }
    if (repeat === "shorter") {
      if (this.isShorter) return undefined;
      this.isShorter = true;
    }
    this.used += 1;
    return this.used > this.retries ? undefined : maxTokens;
  }
}

/**
 * Prepares a request without loading the token table: most prompts are far below their budgets.
 * Returns undefined if tokens must be counted and the table is not loaded.
 */
function tryPrepareRequest({
  requests,
  slot,
  memories,
  query,
}: {
  readonly requests: DecisionRequests;
  readonly slot: DecisionSlot;
  readonly memories: readonly Memory[];
  readonly query: Embedding | null;
}): PreparedRequest | undefined {
  try {
    return requests.request(slot, memories, query);
  } catch (error) {
    if (error instanceof TokenTableMissing) return undefined;
    throw error;
  }
}

async function prepareRequest({
  requests,
  slot,
  memories,
  query,
}: {
  readonly requests: DecisionRequests;
  readonly slot: DecisionSlot;
  readonly memories: readonly Memory[];
  readonly query: Embedding | null;
}): Promise<PreparedRequest> {
  await loadTokenTable();
  return requests.request(slot, memories, query);
}

const automaticAction = ({ offered }: DecisionSlot): string | null =>
  offered.length === 1 ? (offered[0] ?? null) : null;
