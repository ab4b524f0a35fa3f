import { Dispatcher } from "@/lib/services/models/policy/dispatcher";
import type { EndpointSettings } from "@/lib/services/models/policy/endpoint-state";
import type { GroupQueue } from "@/lib/services/models/policy/group-queue";
import type { PolicySettings } from "@/lib/services/models/policy/settings";
import type { ModelGroup, ModelTarget } from "@/lib/services/models/ports";
import { EndpointWays } from "./endpoint-ways";
import { isInstant } from "./instant-model";

const settingsOf = ({
  endpointId,
  name,
  model,
  concurrency,
  timeoutMs,
  baseUrl,
  apiKey,
}: ModelTarget): EndpointSettings => ({
  id: endpointId,
  name,
  model,
  concurrency,
  timeoutMs,
  identity: `${baseUrl}\n${apiKey ?? ""}\n${model}`,
  local: isInstant(baseUrl),
});

/** Gives the policy its clock and its timer, and keeps the ways to its endpoints. */
export class PoolDriver {
  readonly dispatcher: Dispatcher;
  readonly #queues = new WeakMap<ModelGroup, GroupQueue>();
  readonly #ways = new Map<string, EndpointWays>();
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  constructor(policy: PolicySettings, random: () => number) {
    this.dispatcher = new Dispatcher(policy, random);
  }

  now(): number {
    return performance.now();
  }

  /** The queue of a group; its endpoints as configured when the group was first seen. */
  queueOf(group: ModelGroup): GroupQueue {
    let queue = this.#queues.get(group);
    if (queue === undefined) {
      if (group.targets.length === 0) throw new RangeError("a group without endpoints");
      queue = this.dispatcher.queue(group.targets.map(settingsOf), this.now());
      this.#queues.set(group, queue);
    }
    return queue;
  }

  waysTo({ endpointId }: Pick<ModelTarget, "endpointId">): EndpointWays {
    let ways = this.#ways.get(endpointId);
    if (ways === undefined) {
      ways = new EndpointWays();
      this.#ways.set(endpointId, ways);
    }
    return ways;
  }

  /** Sees to it that the policy is woken when it wants to be. To be called after everything that makes calls wait. */
  arm(): void {
    const now = this.now();
    const at = this.dispatcher.wakeAt(now);
    if (at >= this.#armedFor) return;
    clearTimeout(this.#timer);
    this.#armedFor = at;
    this.#timer = setTimeout(
      () => {
        this.#armedFor = Infinity;
        this.dispatcher.tick(this.now());
        this.arm();
      },
      Math.max(0, Math.ceil(at - now)),
    );
  }

  /** Whether nothing is going to wake the policy. */
  get asleep(): boolean {
    return this.#armedFor === Infinity;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const ways = [...this.#ways.values()];
    this.#ways.clear();
    await Promise.all(ways.map((each) => each.close()));
  }
}
