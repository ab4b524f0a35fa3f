import type OpenAI from "openai";
import { z } from "zod";
import type { ModelReply, ModelRequest } from "@/lib/engine/ports";
import type { Capabilities, ProbeResult } from "@/lib/contracts/endpoints";
import type { ModelTarget } from "@/lib/services/models/ports";
import { attemptChat, chatBody, createClient } from "./chat-call";
import { describeFailure, type Failure } from "./describe-failure";
import { openConnections } from "./lean-fetch";
import { listModels, offerSentence, type OfferedModel } from "./model-list";
import { fitsQuestion, PROBE_QUESTION } from "./probe-question";
import { adaptQuirks, freshQuirks, type Quirks } from "./quirks";
import { shownAddress } from "./server-address";

const CALL_MS = 15_000;
const TOTAL_MS = 30_000;
/** How the demo model of this project signs its list of models. */
const DEMO_OWNER = "microcosm";

type Probed = Omit<ModelTarget, "endpointId" | "jsonSchema" | "priceIn" | "priceOut">;
type Outcome<T> = { readonly value: T } | { readonly failure: Failure };
type Answered = { readonly reply: ModelReply; readonly quirks: Quirks };

const embeddings = z.looseObject({ data: z.array(z.looseObject({ embedding: z.array(z.number()).min(1) })).min(1) });

/** The calls of one probe: each within its time-out, all within the total. */
class Prober {
  readonly #deadline = performance.now() + TOTAL_MS;
  constructor(
    readonly target: Probed,
    readonly client: OpenAI,
  ) {}

  #left(atMost = CALL_MS): number {
    return Math.max(1, Math.floor(Math.min(atMost, this.target.timeoutMs, this.#deadline - performance.now())));
  }

  async try<T>(call: (timeoutMs: number) => Promise<T>, atMost?: number): Promise<Outcome<T>> {
    const timeoutMs = this.#left(atMost);
    try {
      return { value: await call(timeoutMs) };
    } catch (error) {
      const failure = describeFailure(error, this.target, timeoutMs);
      if (failure === null) throw error;
      return { failure };
    }
  }

  /** Asks, giving up one by one what the server does not take. */
  async ask(request: ModelRequest, start: Quirks): Promise<Outcome<Answered>> {
    for (let quirks = start; ; ) {
      const asked = quirks;
      const outcome = await this.try((timeoutMs) => attemptChat({ client: this.client, target: { ...this.target, priceIn: null, priceOut: null }, request, quirks: asked, timeoutMs }));
      if ("value" in outcome) return { value: { reply: outcome.value, quirks } };
      const complaint = outcome.failure.complaint;
      const adapted = complaint === undefined ? null : adaptQuirks(quirks, complaint, request.schema !== undefined);
      if (adapted === null) return outcome;
      quirks = adapted;
    }
  }

  async streams(quirks: Quirks): Promise<boolean | null> {
    const body = { ...chatBody(this.target.model, PROBE_QUESTION, quirks), stream: true };
    const outcome = await this.try((timeout) => this.client.post<unknown>("/chat/completions", { body, timeout }));
    if ("failure" in outcome) return outcome.failure.fault === "timeout" ? null : false;
    return typeof outcome.value === "string" && /^data: ?\{/m.test(outcome.value);
  }

  async embeds(): Promise<boolean | null> {
    const body = { model: this.target.model, input: ["A short sentence."] };
    const outcome = await this.try((timeout) => this.client.post<unknown>("/embeddings", { body, timeout }));
    if ("failure" in outcome) return outcome.failure.fault === "timeout" ? null : false;
    return embeddings.safeParse(outcome.value).success;
  }
}

/** Says so where the same address with /v1 behind it turns out to be the right one. */
async function betterAddress({ target }: Prober): Promise<string> {
  const address = shownAddress(target.baseUrl);
  if (address.endsWith("/v1")) return "";
  const baseUrl = `${address}/v1`;
  const connections = openConnections(baseUrl);
  const prober = new Prober(target, createClient({ ...target, baseUrl }, connections));
  const outcome = await prober.try((timeoutMs) => listModels(prober.client, timeoutMs), 3_000).finally(() => connections.close());
  return "value" in outcome ? ` There is a server at ${baseUrl}: enter that address.` : "";
}

async function failed(prober: Prober, failure: Failure, models: readonly OfferedModel[]): Promise<ProbeResult> {
  const { fault } = failure;
  const hint = fault === "noModel" || fault === "notOpenAi" ? (offerSentence(models) || (await betterAddress(prober))) : "";
  const patience = fault === "timeout" ? " A server that is still loading its model needs a while: wait, then test again." : "";
  return { ok: false, fault, message: failure.message + hint + patience, models: models.map(({ id }) => id) };
}

async function capabilitiesOf(prober: Prober, { reply, quirks }: Answered, enforced: boolean | null): Promise<Capabilities> {
  const [repeat, streaming, embedding] = await Promise.all([prober.ask(PROBE_QUESTION, quirks), prober.streams(quirks), prober.embeds()]);
  const sameAgain = "value" in repeat ? repeat.value.reply.text === reply.text : null;
  return {
    chat: true,
    jsonSchema: enforced,
    seed: quirks.sendsSeed ? sameAgain : false,
    usage: !reply.tokensEstimated,
    streaming,
    embeddings: embedding,
    maxContext: null,
    lora: null,
  };
}

const NO_CHAT: Capabilities = { chat: false, jsonSchema: null, seed: null, usage: null, streaming: null, embeddings: true, maxContext: null, lora: null };

/** Models for embeddings answer no chat; they may still embed what agents remember. Undefined for a server that does not. */
async function embeddingOnly(prober: Prober, { fault }: Failure, models: readonly OfferedModel[]): Promise<ProbeResult | undefined> {
  if (!["noModel", "badRequest", "refusedSchema", "serverError"].includes(fault)) return undefined;
  const started = performance.now();
  if ((await prober.embeds()) !== true) return undefined;
  const isDemo = models.some(({ ownedBy }) => ownedBy === DEMO_OWNER);
  return { ok: true, capabilities: NO_CHAT, latencyMs: performance.now() - started, answer: "", models: models.map(({ id }) => id), isDemo };
}

async function probe(prober: Prober): Promise<ProbeResult> {
  const listed = await prober.try((timeoutMs) => listModels(prober.client, timeoutMs), 8_000);
  const models = "value" in listed ? listed.value : [];
  if ("failure" in listed && listed.failure.fault === "unreachable") return failed(prober, listed.failure, models);

  let answered = await prober.ask(PROBE_QUESTION, freshQuirks(null));
  let enforced: boolean | null = null;
  if ("value" in answered) {
    const { reply, quirks } = answered.value;
    const cutOff = reply.finishReason === "length";
    enforced = quirks.schemaMode === "json_schema" && (fitsQuestion(reply.text) || (cutOff ? null : false));
  } else if (answered.failure.complaint !== undefined) {
    // Some servers fail on any schema without saying that it was the schema.
    answered = await prober.ask(PROBE_QUESTION, { ...freshQuirks(null), schemaMode: "words" });
    enforced = false;
  }
  if ("failure" in answered) return (await embeddingOnly(prober, answered.failure, models)) ?? failed(prober, answered.failure, models);

  return {
    ok: true,
    capabilities: await capabilitiesOf(prober, answered.value, enforced),
    latencyMs: answered.value.reply.latencyMs,
    answer: answered.value.reply.text,
    models: models.map(({ id }) => id),
    isDemo: models.some(({ ownedBy }) => ownedBy === DEMO_OWNER),
  };
}

/** Makes a handful of real calls, at most 30 s in all, and reports what the server can do or why it cannot be used. */
export async function probeEndpoint(target: Probed): Promise<ProbeResult> {
  if (!/^https?:$/.test(URL.canParse(target.baseUrl) ? new URL(target.baseUrl).protocol : "")) {
    return { ok: false, fault: "unreachable", models: [], message: "The address must start with http:// or https:// and reach up to /v1, for example http://127.0.0.1:8000/v1." };
  }
  const connections = openConnections(target.baseUrl);
  try {
    return await probe(new Prober(target, createClient(target, connections)));
  } finally {
    await connections.close();
  }
}
