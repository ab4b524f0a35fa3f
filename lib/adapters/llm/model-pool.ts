import {
  EndpointFailure,
  type ModelGroup,
  type ModelPool,
  type ModelTarget,
} from "@/lib/services/models/ports";
import { hashText } from "@/lib/services/models/policy/rendezvous";
import { POLICY, type PolicySettings } from "@/lib/services/models/policy/settings";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { onAbort } from "./abort-hub";
import { adaptedCall } from "./adapted-call";
import { attemptChat } from "./chat-call";
import { describeFailure } from "./describe-failure";
import { attemptEmbeddings } from "./embedding-call";
import { createInstantModel, isInstant } from "./instant-model";
import type { Way } from "./endpoint-ways";
import { offerSentence } from "./model-list";
import { PoolDriver } from "./pool-driver";
import { PooledCall } from "./pooled-call";
import { probeEndpoint } from "./probe";
import type { Quirks } from "./quirks";

export type ModelPoolOptions = {
  /** Uniform in [0, 1): spreads retries. */
  readonly random?: () => number;
  readonly policy?: Partial<PolicySettings>;
};

/** The smallest call that shows that a server serves. */
const CHECK: ModelRequest = {
  messages: [{ role: "user", content: "Say ok." }],
  temperature: 0,
  maxTokens: 1,
  seed: 1,
  affinity: "",
};

/** The messages of failures speak of chat calls, which researchers expect. */
function sayWhatFor(error: unknown): never {
  if (error instanceof EndpointFailure)
    throw new EndpointFailure(
      error.fault,
      `${error.message} It was asked for embeddings of memories.`,
      { cause: error },
    );
  throw error;
}

const NO_TOKENS = { promptTokens: 0, completionTokens: 0 };

/** One chat call; a class, because there are millions. */
class ChatWork {
  readonly adapts = true;

  constructor(
    private readonly request: ModelRequest,
    private readonly instant: ReturnType<typeof createInstantModel>,
    private readonly signal: AbortSignal | undefined,
  ) {}

  get hasSchema(): boolean {
    return this.request.schema !== undefined;
  }

  run(
    target: ModelTarget,
    way: Way,
    quirks: Quirks,
    signal: AbortSignal | undefined,
  ): Promise<ModelReply> {
    return attemptChat({
      connections: way.connections,
      target,
      request: this.request,
      quirks,
      timeoutMs: target.timeoutMs,
      ...(signal && { signal }),
    });
  }

  instead(target: ModelTarget): Promise<ModelReply> {
    return this.instant(target, this.request, this.signal);
  }

  tokensOf(reply: ModelReply): ModelReply {
    return reply;
  }
}

export type ClosableModelPool = ModelPool & {
  /** Closes idle connections; calls under way end first. */
  close(): Promise<void>;
};

/**
 * The pool of endpoints of this process: the policy over real servers, with keep-alive connections and memory of what each
 * server does not take. A call that is aborted rejects with its signal's reason; every other failure of a server or the
 * network is an `EndpointFailure`.
 */
export function createModelPool({
  random = Math.random,
  policy,
}: ModelPoolOptions = {}): ClosableModelPool {
  const driver = new PoolDriver({ ...POLICY, ...policy }, random);
  const instant = createInstantModel();
  const single = new WeakMap<ModelTarget, ModelGroup>();

  const alone = (target: ModelTarget): ModelGroup => {
    let group = single.get(target);
    if (group === undefined)
      single.set(target, (group = { name: target.name, model: target.model, targets: [target] }));
    return group;
  };

  return {
    complete(group, request, signal) {
      // One endpoint needs no preference.
      const affinity = group.targets.length > 1 ? hashText(request.affinity) : 0;
      return PooledCall.make(
        driver,
        group,
        affinity,
        new ChatWork(request, instant, signal),
        signal,
      );
    },
    embed(target, texts, signal) {
      const work = {
        adapts: false,
        hasSchema: false,
        tokensOf: () => NO_TOKENS,
        run: ({ timeoutMs }, { connections }, _quirks, ended) =>
          attemptEmbeddings({
            connections,
            target,
            texts,
            timeoutMs,
            ...(ended && { signal: ended }),
          }),
        instead: () =>
          Promise.reject(
            new EndpointFailure(
              "badRequest",
              `The endpoint “${target.name}” serves no embeddings.`,
            ),
          ),
      } satisfies Parameters<typeof PooledCall.make<number[][]>>[3];
      return PooledCall.make<number[][]>(driver, alone(target), 0, work, signal).catch(sayWhatFor);
    },
    async check(target, signal) {
      signal?.throwIfAborted();
      if (isInstant(target.baseUrl)) return;
      const away = driver.dispatcher.rejected(target.endpointId, driver.now());
      if (away !== undefined) throw new EndpointFailure(away.fault, away.message);
      const ways = driver.waysTo(target);
      const way = ways.enter(target);
      const controller = new AbortController();
      const forget = signal && onAbort(signal, () => controller.abort());
      try {
        await adaptedCall(new ChatWork(CHECK, instant, undefined), target, way, controller.signal);
        driver.dispatcher.responded(target.endpointId, driver.now());
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const failure = describeFailure(error, target, target.timeoutMs);
        if (failure === null) throw error;
        const offer = failure.fault === "noModel" ? offerSentence(await way.offer()) : "";
        throw new EndpointFailure(failure.fault, failure.message + offer, { cause: error });
      } finally {
        forget?.();
        ways.leave(way);
      }
    },
    status: () => driver.dispatcher.status(driver.now(), performance.timeOrigin),
    setShare: (processes) => driver.dispatcher.setShare(processes, driver.now()),
    processes: () => driver.dispatcher.processes,
    probe: probeEndpoint,
    close: () => driver.close(),
  };
}
