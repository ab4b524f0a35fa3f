import type { EndpointFault } from "@/lib/contracts/endpoints";
import { fillEnvelope } from "@/lib/domain/decision";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import type { ModelTarget } from "@/lib/services/models/ports";
import { attemptChat, chatEnvelope, sentParameters } from "./chat-call";
import { attemptEmbeddings } from "./embedding-call";
import type { HttpClient } from "./http-client";
import { describeFailure, type Failure } from "./describe-failure";
import { HttpStatusFailure } from "./http-failure";
import { PROBE_QUESTION } from "./probe-question";
import { adaptQuirks, type Quirks } from "./quirks";

/** Time-out of requests about the server itself, which answers them at once or never. */
const INFO_TIMEOUT_MS = 3_000;

export type ProbeTarget = Omit<
  ModelTarget,
  "endpointId" | "jsonSchema" | "numberBounds" | "priceIn" | "priceOut"
>;
export type ProbeCallResult<T> = { readonly value: T } | { readonly failure: Failure };
export type AdaptedReply = { readonly reply: ModelReply; readonly quirks: Quirks };
export type StreamingSupport = {
  readonly streaming: boolean | null;
  readonly streamUsage: boolean | null;
};
/** A status, with the body of a successful response; null without a response. */
export type ServerInfo = { readonly status: number; readonly body: unknown } | null;

/** Faults that say nothing about what a server can do. */
const UNKNOWN_CAUSE: ReadonlySet<EndpointFault> = new Set<EndpointFault>([
  "timeout",
  "unreachable",
  "rateLimited",
]);

/** The calls of one probe, each within the time-out of the endpoint, as those of runs are. */
export class Prober {
  constructor(
    readonly target: ProbeTarget,
    readonly client: HttpClient,
  ) {}

  async try<T>(
    call: (timeoutMs: number) => Promise<T>,
    atMost = Infinity,
  ): Promise<ProbeCallResult<T>> {
    const timeoutMs = Math.min(atMost, this.target.timeoutMs);
    try {
      return { value: await call(timeoutMs) };
    } catch (error) {
      const failure = describeFailure(error, this.target, timeoutMs);
      if (failure === null) throw error;
      return { failure };
    }
  }

  /** Asks a question; drops the parameters that the server refuses, one by one. */
  async ask(request: ModelRequest, start: Quirks): Promise<ProbeCallResult<AdaptedReply>> {
    for (let quirks = start; ;) {
      const asked = quirks;
      const outcome = await this.try((timeoutMs) =>
        attemptChat({
          client: this.client,
          target: { ...this.target, priceIn: null, priceOut: null },
          request,
          quirks: asked,
          timeoutMs,
        }),
      );
      if ("value" in outcome) return { value: { reply: outcome.value, quirks } };
      const complaint = outcome.failure.complaint;
      const adapted =
        complaint === undefined ? null : adaptQuirks(quirks, complaint, sentParameters(request));
      if (adapted === null) return outcome;
      quirks = adapted;
    }
  }

  /** Whether answers stream, and end with their token counts on request. */
  async probeStreaming(quirks: Quirks): Promise<StreamingSupport> {
    const { messages, seed } = PROBE_QUESTION;
    const envelope = chatEnvelope(this.target.model, PROBE_QUESTION, quirks);
    const body = { ...fillEnvelope(envelope, messages, seed), stream: true };
    const ask = (more: object) =>
      this.try((timeoutMs) =>
        this.client.post("/chat/completions", { ...body, ...more }, { timeoutMs }),
      );
    const counted = await ask({ stream_options: { include_usage: true } });
    const outcome =
      "failure" in counted && counted.failure.complaint !== undefined ? await ask({}) : counted;
    if ("failure" in outcome)
      return { streaming: outcome.failure.fault === "timeout" ? null : false, streamUsage: null };
    const text = typeof outcome.value === "string" ? outcome.value : "";
    const streaming = /^data: ?\{/m.test(text);
    return { streaming, streamUsage: streaming ? /"usage": ?\{/.test(text) : null };
  }

  /**
   * The dimension of its embeddings; false if it serves none, null where it cannot be asked now.
   */
  async embeddingDimension(): Promise<number | false | null> {
    const outcome = await this.try((timeoutMs) =>
      attemptEmbeddings({
        client: this.client,
        target: this.target,
        texts: ["A short sentence."],
        timeoutMs,
      }),
    );
    if ("value" in outcome) return outcome.value[0]?.length ?? false;
    return UNKNOWN_CAUSE.has(outcome.failure.fault) ? null : false;
  }

  /** A request about the server itself, at any of its addresses. */
  async requestInfo(method: "get" | "post", url: string, body?: unknown): Promise<ServerInfo> {
    const limits = { timeoutMs: Math.min(INFO_TIMEOUT_MS, this.target.timeoutMs) };
    try {
      return {
        status: 200,
        body: await (method === "get"
          ? this.client.get(url, limits)
          : this.client.post(url, body, limits)),
      };
    } catch (error) {
      return error instanceof HttpStatusFailure ? { status: error.status, body: undefined } : null;
    }
  }
}
