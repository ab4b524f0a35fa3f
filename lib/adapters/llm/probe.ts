import type { Capabilities, ProbeResult } from "@/lib/contracts/endpoints";
import { HttpClient } from "./http-client";
import type { Failure } from "./describe-failure";
import { fetchOfferedModels, type OfferedModel, formatOfferedModels } from "./model-list";
import { type AdaptedReply, type ProbeTarget, Prober } from "./probe-calls";
import { findContextLength } from "./probe-context";
import { canLoadAdapters } from "./probe-lora";
import { BOUNDS_QUESTION, fitsQuestion, keepsBounds, PROBE_QUESTION } from "./probe-question";
import { defaultQuirks, type Quirks } from "./quirks";
import { redactAddress } from "./redact-address";

/** The owner that the demo model of this project names in its list of models. */
const DEMO_OWNER = "microcosm";

const isDemo = (models: readonly OfferedModel[]): boolean =>
  models.some(({ ownedBy }) => ownedBy === DEMO_OWNER);

/** Adds a suggestion where the same address with /v1 appended turns out to be right. */
async function suggestAddress({ target }: Prober): Promise<string> {
  const address = redactAddress(target.baseUrl);
  if (address.endsWith("/v1")) return "";
  const baseUrl = `${address}/v1`;
  const client = new HttpClient({ ...target, baseUrl });
  const prober = new Prober(target, client);
  const outcome = await prober
    .try((timeoutMs) => fetchOfferedModels(client, timeoutMs), 3_000)
    .finally(() => client.close());
  return "value" in outcome ? ` A server responds at ${baseUrl}: enter that address.` : "";
}

async function failedProbe(
  prober: Prober,
  failure: Failure,
  models: readonly OfferedModel[],
): Promise<ProbeResult> {
  const { fault } = failure;
  const hint =
    fault === "noModel" || fault === "noApi" || fault === "notOpenAi"
      ? formatOfferedModels(models) || (await suggestAddress(prober))
      : "";
  const advice =
    fault === "timeout" ? " If the server is still loading its model, wait and test again." : "";
  return {
    ok: false,
    fault,
    message: failure.message + hint + advice,
    models: models.map(({ id }) => id),
    isDemo: isDemo(models),
  };
}

/** The result for a server that was only asked to list its models. */
const probeWithoutModel = (models: readonly OfferedModel[]): ProbeResult => ({
  ok: false,
  fault: "noModel",
  models: models.map(({ id }) => id),
  isDemo: isDemo(models),
  message:
    models.length === 0
      ? "The server responds but lists no models. Enter the model's name."
      : `The server responds. Choose one of its models.${formatOfferedModels(models)}`,
});

async function probeCapabilities(
  prober: Prober,
  {
    models,
    adapted: { reply, quirks },
    enforced,
  }: {
    readonly models: readonly OfferedModel[];
    readonly adapted: AdaptedReply;
    readonly enforced: boolean | null;
  },
): Promise<Capabilities> {
  const [repeat, numberBounds, streamed, dimension, maxContext, lora] = await Promise.all([
    prober.ask(PROBE_QUESTION, quirks),
    enforced === true ? probeNumberBounds(prober, quirks) : null,
    prober.probeStreaming(quirks),
    prober.embeddingDimension(),
    findContextLength(prober, models),
    canLoadAdapters(prober),
  ]);
  const sameAgain = "value" in repeat ? repeat.value.reply.text === reply.text : null;
  return {
    chat: true,
    jsonSchema: enforced,
    numberBounds,
    seed: quirks.sendsSeed ? sameAgain : false,
    usage: !reply.tokensEstimated,
    ...streamed,
    ...embeddingCapabilities(dimension),
    maxContext,
    lora,
  };
}

/** Whether the bounds of a number are enforced; null where the answer does not tell. */
async function probeNumberBounds(prober: Prober, quirks: Quirks): Promise<boolean | null> {
  const asked = await prober.ask(BOUNDS_QUESTION, quirks);
  return "value" in asked ? keepsBounds(asked.value.reply.text) : null;
}

const embeddingCapabilities = (
  dimension: number | false | null,
): Pick<Capabilities, "embeddings" | "embeddingDimension"> =>
  typeof dimension === "number"
    ? { embeddings: true, embeddingDimension: dimension }
    : { embeddings: dimension, embeddingDimension: null };

/**
 * Embedding models do not answer chats but may embed the memories of agents. Undefined for a server
 * that does not embed.
 */
async function probeEmbeddingsOnly(
  prober: Prober,
  { fault }: Failure,
  models: readonly OfferedModel[],
): Promise<ProbeResult | undefined> {
  if (!["noModel", "noApi", "badRequest", "refusedSchema", "serverError"].includes(fault))
    return undefined;
  const started = performance.now();
  const dimension = await prober.embeddingDimension();
  if (typeof dimension !== "number") return undefined;
  const latencyMs = performance.now() - started;
  const capabilities: Capabilities = {
    chat: false,
    jsonSchema: null,
    numberBounds: null,
    seed: null,
    usage: null,
    streaming: null,
    streamUsage: null,
    ...embeddingCapabilities(dimension),
    maxContext: await findContextLength(prober, models),
    lora: null,
  };
  return {
    ok: true,
    capabilities,
    latencyMs,
    answer: "",
    models: models.map(({ id }) => id),
    isDemo: isDemo(models),
  };
}

async function probe(prober: Prober): Promise<ProbeResult> {
  const listed = await prober.try(
    (timeoutMs) => fetchOfferedModels(prober.client, timeoutMs),
    8_000,
  );
  const models = "value" in listed ? listed.value : [];
  if ("failure" in listed && listed.failure.fault === "unreachable")
    return failedProbe(prober, listed.failure, models);

  if (prober.target.model === "")
    return "failure" in listed
      ? failedProbe(prober, listed.failure, models)
      : probeWithoutModel(models);

  let answered = await prober.ask(PROBE_QUESTION, defaultQuirks());
  let enforced: boolean | null = null;
  if ("value" in answered) {
    const { reply, quirks } = answered.value;
    const cutOff = reply.finishReason === "length";
    enforced =
      quirks.schemaMode === "json_schema" && (fitsQuestion(reply.text) || (cutOff ? null : false));
  } else if (answered.failure.complaint !== undefined) {
    // Some servers fail on any schema without naming it as the cause.
    answered = await prober.ask(PROBE_QUESTION, { ...defaultQuirks(), schemaMode: "prompt" });
    enforced = false;
  }
  if ("failure" in answered)
    return (
      (await probeEmbeddingsOnly(prober, answered.failure, models)) ??
      failedProbe(prober, answered.failure, models)
    );

  return {
    ok: true,
    capabilities: await probeCapabilities(prober, { models, adapted: answered.value, enforced }),
    latencyMs: answered.value.reply.latencyMs,
    answer: answered.value.reply.text,
    models: models.map(({ id }) => id),
    isDemo: isDemo(models),
  };
}

/**
 * Makes a handful of real calls, with the time-out and the readers of runs, and reports what the
 * server can do or why it cannot be used.
 */
export async function probeServer(target: ProbeTarget): Promise<ProbeResult> {
  if (!/^https?:$/.test(URL.canParse(target.baseUrl) ? new URL(target.baseUrl).protocol : "")) {
    return {
      ok: false,
      fault: "unreachable",
      models: [],
      isDemo: false,
      message:
        "The address must start with http:// or https://, and usually ends with /v1, for " +
        "example http://127.0.0.1:8000/v1.",
    };
  }
  const client = new HttpClient(target);
  try {
    return await probe(new Prober(target, client));
  } finally {
    await client.close();
  }
}
