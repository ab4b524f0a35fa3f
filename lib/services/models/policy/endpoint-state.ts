import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { EndpointStatus } from "../ports";
import { Circuit } from "./circuit";
import { LatencySketch } from "./latency-sketch";
import type { CallFailure } from "./call-failure";
import { OverloadLimit } from "./overload-limit";
import { Rate } from "./rate";
import { hashText } from "./rendezvous";
import type { PolicySettings } from "./settings";
import { ThroughputLimit } from "./throughput-limit";

/**
 * Number of consecutive refusals after which the endpoint as a whole pauses for its Retry-After.
 */
const REFUSALS_TO_HOLD = 2;

/** What the policy needs to know of an endpoint. */
export type EndpointSettings = {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  /** Configured maximum of concurrent calls, over all processes. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Address, key and everything else whose change makes it another server. */
  readonly identity: string;
  /** Whether it runs in this process: it cannot be overloaded and is not shared. */
  readonly local: boolean;
};

export type AttemptKind = "first" | "retry" | "hedge";

/** One endpoint as this process sees it: its concurrency, circuit, limits and counts. */
export class EndpointState<Queue extends { readonly length: number }> {
  readonly id: string;
  readonly hash: number;
  /** Queues with waiting calls that may be sent here. */
  readonly queues = new Set<Queue>();
  settings: EndpointSettings;
  circuit: Circuit;
  active = 0;
  limit: number;
  /** End of the pause that the server asked for. */
  heldUntil = -Infinity;
  /** When it last answered a call. */
  answeredAt = -Infinity;
  readonly latency = new LatencySketch();
  readonly #counts = {
    calls: 0,
    ok: 0,
    abandoned: 0,
    retries: 0,
    hedges: 0,
    promptTokens: 0,
    completionTokens: 0,
    latencyMs: 0,
  };
  readonly #failed: Partial<Record<EndpointFault, number>> = {};
  readonly #callRate: Rate;
  readonly #tokenRate: Rate;
  #refusals = 0;
  #processes = 1;
  #overload: OverloadLimit;
  #throughput: ThroughputLimit;

  constructor(
    settings: EndpointSettings,
    private readonly policy: PolicySettings,
    now: number,
  ) {
    this.id = settings.id;
    this.hash = hashText(settings.id);
    this.settings = settings;
    this.circuit = new Circuit(policy);
    this.limit = settings.concurrency;
    this.#overload = new OverloadLimit(this.limit);
    this.#throughput = new ThroughputLimit(this.limit);
    this.#callRate = new Rate(now);
    this.#tokenRate = new Rate(now);
  }

  configure(settings: EndpointSettings): void {
    const { identity } = this.settings;
    this.settings = settings;
    if (identity !== settings.identity) {
      this.circuit = new Circuit(this.policy);
      this.heldUntil = -Infinity;
      this.#overload = new OverloadLimit(this.#maxConcurrency);
      this.#throughput = new ThroughputLimit(this.#maxConcurrency);
    }
    this.#applyMaxConcurrency();
  }

  /** Sets how many processes call this endpoint, this one included. */
  setProcesses(processes: number): void {
    this.#processes = processes;
    this.#applyMaxConcurrency();
  }

  /** Whether a regular call may start here now. */
  hasRoom(now: number): boolean {
    return this.active < this.limit && this.circuit.state === "closed" && this.heldUntil <= now;
  }

  begin(kind: AttemptKind, now: number): void {
    this.active += 1;
    this.#counts.calls += 1;
    if (kind === "retry") this.#counts.retries += 1;
    else if (kind === "hedge") this.#counts.hedges += 1;
    this.#callRate.add(1, now);
  }

  answered(
    attempt: { readonly startedAt: number; readonly startedWith: number },
    tokens: { readonly promptTokens: number; readonly completionTokens: number },
    now: number,
  ): void {
    const latencyMs = now - attempt.startedAt;
    const binding = this.#isBinding();
    this.active -= 1;
    const counts = this.#counts;
    counts.ok += 1;
    counts.promptTokens += tokens.promptTokens;
    counts.completionTokens += tokens.completionTokens;
    counts.latencyMs += latencyMs;
    this.latency.add(latencyMs);
    this.answeredAt = now;
    this.#tokenRate.add(tokens.promptTokens + tokens.completionTokens, now);
    this.#refusals = 0;
    if (this.settings.local) return;
    this.responded(now);
    this.#overload.answered(attempt.startedAt, this.active * 2 >= this.limit);
    this.#throughput.answered(latencyMs, attempt.startedWith, binding, now);
    this.#applyLimit();
  }

  /** The server responded: calls are sent to it, with a slow start after an outage. */
  responded(now: number): void {
    if (this.circuit.state !== "closed") this.#overload.restart(now);
    this.circuit.answered(now);
    this.#applyLimit();
  }

  failed(
    attempt: { readonly startedAt: number },
    failure: CallFailure,
    now: number,
    random: () => number,
  ): void {
    this.active -= 1;
    this.#failed[failure.fault] = (this.#failed[failure.fault] ?? 0) + 1;
    if (failure.scope === "request") return this.responded(now);
    if (failure.overloaded) this.#overload.refused(attempt.startedAt, now);
    if (failure.fault === "rateLimited" && failure.scope === "passing") {
      // It is up and busy: its limit falls, its circuit stays as it is.
      this.responded(now);
      this.#refusals += 1;
      this.#applyRetryAfter(failure, now);
    } else {
      this.circuit.failed(failure, attempt.startedAt, now, random);
    }
    this.#applyLimit();
  }

  abandoned(): void {
    this.active -= 1;
    this.#counts.abandoned += 1;
  }

  #applyRetryAfter(failure: CallFailure, now: number): void {
    const { retryAfterMs = 0 } = failure;
    if (retryAfterMs > this.policy.totalMs) this.circuit.rejected(failure, now, retryAfterMs);
    else if (retryAfterMs > 0 && this.#refusals >= REFUSALS_TO_HOLD)
      this.heldUntil = Math.max(this.heldUntil, now + retryAfterMs);
  }

  get #maxConcurrency(): number {
    const { concurrency, local } = this.settings;
    return local ? concurrency : Math.max(1, Math.floor(concurrency / this.#processes));
  }

  #applyMaxConcurrency(): void {
    this.#overload.setMost(this.#maxConcurrency);
    this.#throughput.setMost(this.#maxConcurrency);
    this.#applyLimit();
  }

  #applyLimit(): void {
    this.limit = Math.min(this.#overload.value, this.#throughput.value);
  }

  /** Whether a call waits for a place here. */
  #isBinding(): boolean {
    return this.active >= this.limit && this.queues.size > 0;
  }

  /** Returns the status. `epoch`: milliseconds since 1970 at the policy's time 0. */
  status(now: number, epoch: number): EndpointStatus {
    const { settings, circuit } = this;
    let waiting = 0;
    for (const queue of this.queues) waiting += queue.length;
    const held = this.heldUntil > now ? this.heldUntil : null;
    const retryAt = circuit.state === "open" ? circuit.nextTrialAt(false) : held;
    return {
      endpointId: this.id,
      name: settings.name,
      model: settings.model,
      active: this.active,
      limit: this.limit,
      waiting,
      circuit: circuit.state,
      circuitReason: circuit.failure?.message ?? null,
      retryAt: retryAt === null ? null : Math.round(epoch + retryAt),
      ...this.#counts,
      failed: { ...this.#failed },
      latencyP50Ms: this.latency.quantile(0.5),
      latencyP95Ms: this.latency.quantile(0.95),
      callsPerSecond: this.#callRate.perSecond(now),
      tokensPerSecond: this.#tokenRate.perSecond(now),
    };
  }
}
