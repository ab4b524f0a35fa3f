import { Dispatcher } from "@/lib/services/models/policy/dispatcher";
import type { EndpointSettings } from "@/lib/services/models/policy/endpoint-state";
import type { GroupQueue } from "@/lib/services/models/policy/group-queue";
import type { PolicySettings } from "@/lib/services/models/policy/settings";
import type { ModelGroup, ModelTarget } from "@/lib/services/models/ports";
import { EndpointConnections } from "./endpoint-connections";
import { isInstant } from "./instant-model";

const toEndpointSettings = ({
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

/** Gives the policy its clock and its timer, and keeps the connections to its endpoints. */
export class PoolDriver {
  readonly dispatcher: Dispatcher;
  readonly #queues = new WeakMap<ModelGroup, GroupQueue>();
  readonly #connections = new Map<string, EndpointConnections>();
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  constructor(policy: PolicySettings, random: () => number) {
    this.dispatcher = new Dispatcher(policy, random);
  }

  now(): number {
    return performance.now();
  }

  /** Returns the queue of a group; its endpoints as configured when the group was first seen. */
  queueOf(group: ModelGroup): GroupQueue {
    let queue = this.#queues.get(group);
    if (queue === undefined) {
      if (group.targets.length === 0) throw new RangeError("a group without endpoints");
      queue = this.dispatcher.queue(group.targets.map(toEndpointSettings), this.now());
      this.#queues.set(group, queue);
    }
    return queue;
  }

  connectionsTo({ endpointId }: Pick<ModelTarget, "endpointId">): EndpointConnections {
    let connections = this.#connections.get(endpointId);
    if (connections === undefined) {
      connections = new EndpointConnections();
      this.#connections.set(endpointId, connections);
    }
    return connections;
  }

  /** Wakes the policy at the time that it requests. Call after everything that makes calls wait. */
  armTimer(): void {
    const now = this.now();
    const at = this.dispatcher.wakeAt(now);
    if (at >= this.#armedFor) return;
    clearTimeout(this.#timer);
    this.#armedFor = at;
    this.#timer = setTimeout(
      () => {
        this.#armedFor = Infinity;
        this.dispatcher.tick(this.now());
        this.armTimer();
      },
      Math.max(0, Math.ceil(at - now)),
    );
  }

  /** Whether no timer is set to wake the policy. */
  get isIdle(): boolean {
    return this.#armedFor === Infinity;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(connections.map((each) => each.close()));
  }
}
