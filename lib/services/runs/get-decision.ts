import { notFound } from "@/lib/contracts/errors";
import type { DecisionDetail } from "@/lib/contracts/reviews";
import type { Actor } from "@/lib/domain/access";
import type { ResolvedInputs } from "@/lib/domain/answers";
import { answerFields, inputsOf } from "./decision-form";
import { findRun } from "./find-run";
import { reviewerOf } from "./list-decisions";
import type { PastReplicas } from "./past-replicas";
import type { RunRecord } from "./ports";
import type { ReadPorts, StoredDecision } from "./read-ports";

export type DecisionPorts = ReadPorts & { readonly past: PastReplicas };

/**
 * One decision with its prompt, its raw answer, the form for rewriting it and the asker's own verdict.
 * @throws AppError notFound
 */
export async function getDecision(ports: DecisionPorts, actor: Actor, runId: string, version: number, seq: number): Promise<DecisionDetail> {
  const run = await findRun(ports, actor, runId, "read");
  const decision = await storedDecision(ports, run, version, seq, reviewerOf(actor));
  return { ...decision, fields: answerFields(await askedInputs(ports, run, decision)) };
}

/** @throws AppError notFound */
export async function storedDecision(ports: DecisionPorts, run: RunRecord, version: number, seq: number, reviewerId: string | null): Promise<StoredDecision> {
  const decision = await ports.decisions.get(run.key, version, seq, reviewerId);
  if (!decision) throw notFound("decision");
  return decision;
}

/** What the agent was asked, with bounds and options as they stood at that moment. */
export async function askedInputs(ports: DecisionPorts, run: RunRecord, decision: StoredDecision): Promise<ResolvedInputs> {
  const simulation = await ports.past.at(run, decision.version);
  const slot = simulation.plan()[decision.seq];
  if (!slot || slot.automatic) return {};
  return inputsOf(simulation.answer(slot), decision.action);
}
