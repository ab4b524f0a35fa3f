import type { Asking } from "@/lib/engine";
import { Kept } from "../runs/kept";
import type { PastReplicas } from "../runs/past-replicas";
import type { RunRecord } from "../runs/ports";
import type { PollStore, StoredPoll } from "./ports";

/** Polls whose questions one process keeps ready: the shards of a poll follow each other. */
const MOST_KEPT = 2;

/** The questions of polls, each on the world as it was when the poll was made. */
export class PollAskings {
  private readonly kept = new Kept<Asking>(MOST_KEPT);

  constructor(private readonly ports: { readonly past: PastReplicas; readonly polls: Pick<PollStore, "agents"> }) {}

  of(run: RunRecord, poll: StoredPoll): Promise<Asking> {
    return this.kept.of(poll.id, () => this.prepare(run, poll));
  }

  private async prepare(run: RunRecord, { id, version, agentType, intro, items }: StoredPoll): Promise<Asking> {
    const [simulation, agents] = await Promise.all([this.ports.past.at(run, version), this.ports.polls.agents(id)]);
    return simulation.poll({ agentType, agents, intro, items });
  }
}
