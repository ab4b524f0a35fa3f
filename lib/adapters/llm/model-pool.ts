import {
  CallFailedError,
  EndpointFailure,
  type ModelGroup,
  type ModelPool,
  type ModelTarget,
} from "@/lib/services/models/ports";
import { hashText } from "@/lib/services/models/policy/rendezvous";
import { POLICY, type PolicySettings } from "@/lib/services/models/policy/settings";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { onAbort } from "./on-abort";
import { callWithAdaptation } from "./call-with-adaptation";
import { attemptChat, chatEnvelopeJson, sentParameters, showsUnboundedNumbers } from "./chat-call";
import { describeFailure } from "./describe-failure";
import { attemptEmbeddings } from "./embedding-call";
import { createInstantModel, isInstant } from "./instant-model";
import type { Connection } from "./endpoint-connections";
import { formatOfferedModels } from "./model-list";
import { PoolDriver } from "./pool-driver";
import { PooledCall } from "./pooled-call";
import { probeServer } from "./probe";
import type { Quirks, SentParameters } from "./quirks";
import { schemaJson } from "./schema-json";

export type ModelPoolOptions = {
  /** Uniform in [0, 1): spreads retries. */
  readonly random?: () => number;
  readonly policy?: Partial<PolicySettings>;
};

/** The smallest call that shows that a server answers. */
const CHECK_REQUEST: ModelRequest = {
  messages: [{ role: "user", content: "Say ok." }],
  temperature: 0,
  maxTokens: 1,
  seed: 1,
  affinity: "",
};

/** The messages of failures refer to chat calls, which researchers expect. */
function rethrowForEmbeddings(error: unknown): never {
  if (!(error instanceof EndpointFailure)) throw error;
  const message = `${error.message} It was asked for embeddings of memories.`;
  if (error instanceof CallFailedError)
    throw new CallFailedError(error.fault, message, error.reason, error.sent, error);
  throw new EndpointFailure(error.fault, message, { cause: error });
}

/** Embeddings have no parameters that a server could refuse. */
const NOTHING_SENT: SentParameters = { hasSchema: false, temperature: 0, maxTokens: 0 };
const NO_TOKENS = { promptTokens: 0, completionTokens: 0 };

/** A chat call. A class rather than a closure, because there are millions. */
class ChatCallDefinition {
  readonly adaptsToRefusals = true;
  /** Taken before the call waits for its turn, while the text is known from the fingerprint. */
  private readonly schemaText: string | undefined;

  constructor(
    private readonly request: ModelRequest,
    private readonly instant: ReturnType<typeof createInstantModel>,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.schemaText = request.schema && schemaJson(request.schema.schema);
  }

  get sent(): SentParameters {
    return sentParameters(this.request);
  }

  attempt(
    target: ModelTarget,
    connection: Connection,
    quirks: Quirks,
    signal: AbortSignal | undefined,
  ): Promise<ModelReply> {
    return attemptChat({
      client: connection.client,
      target,
      request: this.request,
      quirks,
      schemaText: this.schemaText,
      timeoutMs: target.timeoutMs,
      ...(signal && { signal }),
    });
  }

  showsUnboundedNumbers(reply: ModelReply, quirks: Quirks): boolean {
    return showsUnboundedNumbers(this.request, quirks, reply, this.schemaText);
  }

  envelope(target: ModelTarget, quirks: Quirks): string {
    return chatEnvelopeJson(target.model, this.request, quirks, this.schemaText);
  }

  answerInProcess(target: ModelTarget): Promise<ModelReply> {
    return this.instant(target, this.request, this.signal);
  }

  tokensOf(reply: ModelReply): ModelReply {
    return reply;
  }
}

export type ClosableModelPool = ModelPool & {
  /** Closes idle connections; calls in flight end first. */
  close(): Promise<void>;
};

/**
 * The pool of endpoints of this process: the policy over real servers, with keep-alive connections
 * and the known quirks of each server. A call that is aborted rejects with its signal's reason;
 * every other failure of a server or the network is an `EndpointFailure`.
 */
export function createModelPool({
  random = Math.random,
  policy,
}: ModelPoolOptions = {}): ClosableModelPool {
  const driver = new PoolDriver({ ...POLICY, ...policy }, random);
  const instant = createInstantModel();
  const single = new WeakMap<ModelTarget, ModelGroup>();

  const groupOfOne = (target: ModelTarget): ModelGroup => {
    let group = single.get(target);
    if (group === undefined)
      single.set(target, (group = { name: target.name, model: target.model, targets: [target] }));
    return group;
  };

  return {
    complete(group, request, signal) {
      // A single endpoint needs no preference.
      const affinity = group.targets.length > 1 ? hashText(request.affinity) : 0;
      return PooledCall.submit(
        driver,
        group,
        affinity,
        new ChatCallDefinition(request, instant, signal),
        signal,
      );
    },
    embed(target, texts, signal) {
      const work = {
        adaptsToRefusals: false,
        sent: NOTHING_SENT,
        tokensOf: () => NO_TOKENS,
        attempt: ({ timeoutMs }, { client }, _quirks, ended) =>
          attemptEmbeddings({
            client,
            target,
            texts,
            timeoutMs,
            ...(ended && { signal: ended }),
          }),
        answerInProcess: () =>
          Promise.reject(
            new EndpointFailure(
              "badRequest",
              `The endpoint “${target.name}” serves no embeddings.`,
            ),
          ),
      } satisfies Parameters<typeof PooledCall.submit<number[][]>>[3];
      return PooledCall.submit<number[][]>(driver, groupOfOne(target), 0, work, signal).catch(
        rethrowForEmbeddings,
      );
    },
    async check(target, signal) {
      signal?.throwIfAborted();
      if (isInstant(target.baseUrl)) return;
      const rejection = driver.dispatcher.rejected(target.endpointId, driver.now());
      if (rejection !== undefined) throw new EndpointFailure(rejection.fault, rejection.message);
      const connections = driver.connectionsTo(target);
      const connection = connections.acquire(target);
      const controller = new AbortController();
      const forget = signal && onAbort(signal, () => controller.abort());
      try {
        await callWithAdaptation(
          new ChatCallDefinition(CHECK_REQUEST, instant, undefined),
          target,
          connection,
          controller.signal,
        );
        driver.dispatcher.responded(target.endpointId, driver.now());
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const failure = describeFailure(error, target, target.timeoutMs);
        if (failure === null) throw error;
        const offer =
          failure.fault === "noModel" ? formatOfferedModels(await connection.listModels()) : "";
        throw new EndpointFailure(failure.fault, failure.message + offer, { cause: error });
      } finally {
        forget?.();
        connections.release(connection);
      }
    },
    status: () => driver.dispatcher.status(driver.now(), performance.timeOrigin),
    setShare: (processes) => driver.dispatcher.setShare(processes, driver.now()),
    processes: () => driver.dispatcher.processes,
    probe: probeServer,
    close: () => driver.close(),
  };
}
