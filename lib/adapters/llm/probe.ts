import type { Capabilities, ProbeResult } from "@/lib/contracts/endpoints";
import { Connections } from "./connections";
import type { Failure } from "./describe-failure";
import { offeredModels, type OfferedModel, offerSentence } from "./model-list";
import { type Answered, type Probed, Prober } from "./probe-calls";
import { contextOf } from "./probe-context";
import { loadsAdapters } from "./probe-lora";
import { fitsQuestion, PROBE_QUESTION } from "./probe-question";
import { freshQuirks } from "./quirks";
import { shownAddress } from "./server-address";

/** How the demo model of this project signs its list of models. */
const DEMO_OWNER = "microcosm";

const isDemo = (models: readonly OfferedModel[]): boolean =>
  models.some(({ ownedBy }) => ownedBy === DEMO_OWNER);

/** Says so where the same address with /v1 behind it turns out to be the right one. */
async function betterAddress({ target }: Prober): Promise<string> {
  const address = shownAddress(target.baseUrl);
  if (address.endsWith("/v1")) return "";
  const baseUrl = `${address}/v1`;
  const connections = new Connections({ ...target, baseUrl });
  const prober = new Prober(target, connections);
  const outcome = await prober
    .try((timeoutMs) => offeredModels(connections, timeoutMs), 3_000)
    .finally(() => connections.close());
  return "value" in outcome ? ` There is a server at ${baseUrl}: enter that address.` : "";
}

async function failed(
  prober: Prober,
  failure: Failure,
  models: readonly OfferedModel[],
): Promise<ProbeResult> {
  const { fault } = failure;
  const hint =
    fault === "noModel" || fault === "noApi" || fault === "notOpenAi"
      ? offerSentence(models) || (await betterAddress(prober))
      : "";
  const patience =
    fault === "timeout"
      ? " A server that is still loading its model needs a while: wait, then test again."
      : "";
  return {
    ok: false,
    fault,
    message: failure.message + hint + patience,
    models: models.map(({ id }) => id),
    isDemo: isDemo(models),
  };
}

/** A server that was asked only which models it offers. */
const unchosen = (models: readonly OfferedModel[]): ProbeResult => ({
  ok: false,
  fault: "noModel",
  models: models.map(({ id }) => id),
  isDemo: isDemo(models),
  message:
    models.length === 0
      ? "The server is there, but names no models. Enter the model's name."
      : `The server is there. Choose one of its models.${offerSentence(models)}`,
});

async function capabilitiesOf(
  prober: Prober,
  models: readonly OfferedModel[],
  { reply, quirks }: Answered,
  enforced: boolean | null,
): Promise<Capabilities> {
  const [repeat, streamed, dimension, maxContext, lora] = await Promise.all([
    prober.ask(PROBE_QUESTION, quirks),
    prober.streams(quirks),
    prober.embeds(),
    contextOf(prober, models),
    loadsAdapters(prober),
  ]);
  const sameAgain = "value" in repeat ? repeat.value.reply.text === reply.text : null;
  return {
    chat: true,
    jsonSchema: enforced,
    seed: quirks.sendsSeed ? sameAgain : false,
    usage: !reply.tokensEstimated,
    ...streamed,
    ...embedding(dimension),
    maxContext,
    lora,
  };
}

const embedding = (
  dimension: number | false | null,
): Pick<Capabilities, "embeddings" | "embeddingDimension"> =>
  typeof dimension === "number"
    ? { embeddings: true, embeddingDimension: dimension }
    : { embeddings: dimension, embeddingDimension: null };

/** Models for embeddings answer no chat; they may still embed what agents remember. Undefined for a server that does not. */
async function embeddingOnly(
  prober: Prober,
  { fault }: Failure,
  models: readonly OfferedModel[],
): Promise<ProbeResult | undefined> {
  if (!["noModel", "noApi", "badRequest", "refusedSchema", "serverError"].includes(fault))
    return undefined;
  const started = performance.now();
  const dimension = await prober.embeds();
  if (typeof dimension !== "number") return undefined;
  const latencyMs = performance.now() - started;
  const capabilities: Capabilities = {
    chat: false,
    jsonSchema: null,
    seed: null,
    usage: null,
    streaming: null,
    streamUsage: null,
    ...embedding(dimension),
    maxContext: await contextOf(prober, models),
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
    (timeoutMs) => offeredModels(prober.connections, timeoutMs),
    8_000,
  );
  const models = "value" in listed ? listed.value : [];
  if ("failure" in listed && listed.failure.fault === "unreachable")
    return failed(prober, listed.failure, models);

  if (prober.target.model === "")
    return "failure" in listed ? failed(prober, listed.failure, models) : unchosen(models);

  let answered = await prober.ask(PROBE_QUESTION, freshQuirks(null));
  let enforced: boolean | null = null;
  if ("value" in answered) {
    const { reply, quirks } = answered.value;
    const cutOff = reply.finishReason === "length";
    enforced =
      quirks.schemaMode === "json_schema" && (fitsQuestion(reply.text) || (cutOff ? null : false));
  } else if (answered.failure.complaint !== undefined) {
    // Some servers fail on any schema without saying that it was the schema.
    answered = await prober.ask(PROBE_QUESTION, { ...freshQuirks(null), schemaMode: "words" });
    enforced = false;
  }
  if ("failure" in answered)
    return (
      (await embeddingOnly(prober, answered.failure, models)) ??
      failed(prober, answered.failure, models)
    );

  return {
    ok: true,
    capabilities: await capabilitiesOf(prober, models, answered.value, enforced),
    latencyMs: answered.value.reply.latencyMs,
    answer: answered.value.reply.text,
    models: models.map(({ id }) => id),
    isDemo: isDemo(models),
  };
}

/** Makes a handful of real calls, at most 30 s in all, and reports what the server can do or why it cannot be used. */
export async function probeEndpoint(target: Probed): Promise<ProbeResult> {
  if (!/^https?:$/.test(URL.canParse(target.baseUrl) ? new URL(target.baseUrl).protocol : "")) {
    return {
      ok: false,
      fault: "unreachable",
      models: [],
      isDemo: false,
      message:
        "The address must start with http:// or https:// and reach up to /v1, for example http://127.0.0.1:8000/v1.",
    };
  }
  const connections = new Connections(target);
  try {
    return await probe(new Prober(target, connections));
  } finally {
    await connections.close();
  }
}
