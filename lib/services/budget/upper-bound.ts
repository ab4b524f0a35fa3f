import type { ModelRequest } from "@/lib/engine";
import { costOf } from "../models/cost-of";
import type { ModelGroup, ModelTarget } from "../models/ports";
import { BudgetExhaustedError } from "./budget-exhausted";
import type { Amount } from "./ports";

/**
 * Tokens added per message: a token of any common tokenizer is at least one byte of UTF-8; the chat
 * template around a message, and the instructions for a server without schema support, come on top.
 */
const TOKENS_AROUND_MESSAGE = 16;
const TOKENS_AROUND_CALL = 256;

const schemaBytes = new WeakMap<object, number>();

function schemaSize({ schema }: ModelRequest): number {
  if (!schema) return 0;
  let bytes = schemaBytes.get(schema.schema);
  if (bytes === undefined) {
    bytes = Buffer.byteLength(JSON.stringify(schema.schema));
    schemaBytes.set(schema.schema, bytes);
  }
  return bytes;
}

/**
 * Returns the most that one call can use, whichever endpoint of the group answers: each byte of the
 * prompt a token, and the longest answer allowed.
 * @throws BudgetExhaustedError where the budget has a US$ limit and an endpoint has no price
 */
export function callUpperBound(
  group: ModelGroup,
  request: ModelRequest,
  countsMoney: boolean,
): Amount {
  let promptTokens = TOKENS_AROUND_CALL + schemaSize(request);
  for (const { content } of request.messages)
    promptTokens += Buffer.byteLength(content) + TOKENS_AROUND_MESSAGE;
  const completionTokens = request.maxTokens;
  return {
    tokens: promptTokens + completionTokens,
    money: countsMoney ? maxCost(group.targets, { promptTokens, completionTokens }) : 0,
  };
}

/**
 * Returns the most that embedding these texts can use.
 * @throws BudgetExhaustedError as `callUpperBound`
 */
export function embeddingUpperBound(
  target: ModelTarget,
  texts: readonly string[],
  countsMoney: boolean,
): Amount {
  let promptTokens = 0;
  for (const text of texts) promptTokens += Buffer.byteLength(text) + TOKENS_AROUND_MESSAGE;
  return {
    tokens: promptTokens,
    money: countsMoney ? maxCost([target], { promptTokens, completionTokens: 0 }) : 0,
  };
}

function maxCost(
  targets: readonly ModelTarget[],
  tokens: { readonly promptTokens: number; readonly completionTokens: number },
): number {
  let money = 0;
  for (const target of targets) {
    const cost = costOf(target, tokens);
    if (cost === null) throw new BudgetExhaustedError(missingPriceMessage(target.name));
    money = Math.max(money, cost);
  }
  return money;
}

export const missingPriceMessage = (endpoint: string): string =>
  `The study or its project has a budget in US$, but the endpoint “${endpoint}” has no price. ` +
  "Set its price on the Models page (0 if calls are free), or remove the budget in US$.";
