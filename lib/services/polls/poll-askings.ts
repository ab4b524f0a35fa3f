import type { Asking } from "@/lib/engine";
import type { PastReplicas } from "../runs/past-replicas";
import type { RunRecord } from "../runs/ports";
import type { PollStore, StoredPoll } from "./ports";

/** Polls whose questions one process keeps ready: the shards of a poll follow each other. */
const MOST_KEPT = 2;

/** The questions of polls, each on the world as it was when the poll was made. */
export class PollAskings {
  private readonly kept = new Map<string, Promise<Asking>>();

  constructor(private readonly ports: { readonly past: PastReplicas; readonly polls: Pick<PollStore, "agents"> }) {}

  of(run: RunRecord, poll: StoredPoll): Promise<Asking> {
    const known = this.kept.get(poll.id);
    if (known) return known;
    const questions = this.prepare(run, poll);
    this.kept.set(poll.id, questions);
    questions.catch(() => this.kept.delete(poll.id));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(oldest);
    }
    return questions;
  }

  private async prepare(run: RunRecord, { id, version, agentType, intro, items }: StoredPoll): Promise<Asking> {
    const [simulation, agents] = await Promise.all([this.ports.past.at(run, version), this.ports.polls.agents(id)]);
    return simulation.poll({ agentType, agents, intro, items });
  }
}
