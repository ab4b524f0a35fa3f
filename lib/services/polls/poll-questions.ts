import type { DecisionRequests, Simulation } from "@/lib/engine";
import type { PastReplicas } from "../worlds/past-replicas";
import type { RunRecord } from "../runs/ports";
import type { PollStore, StoredPoll } from "./ports";

/**
 * The questions of polls, each on the world as it was when the poll started. Cached, because the
 * shards of a poll follow each other.
 */
export class PollQuestions {
  private readonly prepared = new WeakMap<Simulation, Map<string, Promise<DecisionRequests>>>();

  constructor(
    private readonly ports: {
      readonly past: PastReplicas;
      readonly polls: Pick<PollStore, "agents">;
    },
  ) {}

  async get(run: RunRecord, poll: StoredPoll): Promise<DecisionRequests> {
    const simulation = await this.ports.past.open(run, poll.version);
    const ofWorld = this.prepared.get(simulation) ?? new Map<string, Promise<DecisionRequests>>();
    this.prepared.set(simulation, ofWorld);
    const requests = ofWorld.get(poll.id) ?? this.prepare(simulation, poll);
    ofWorld.set(poll.id, requests);
    requests.catch(() => ofWorld.delete(poll.id));
    return requests;
  }

  private async prepare(
    simulation: Simulation,
    { id, agentType, intro, items }: StoredPoll,
  ): Promise<DecisionRequests> {
    return simulation.poll({ agentType, agents: await this.ports.polls.agents(id), intro, items });
  }
}
