import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import { AppError, notFound } from "@/lib/contracts/errors";
import { pollFile } from "@/lib/contracts/files";
import type {
  PollAnswerPage,
  pollAnswerQuery,
  PollDetail,
  PollSummary,
} from "@/lib/contracts/polls";
import type { Actor, Permission } from "@/lib/domain/access";
import { answerColumns, answerScale } from "@/lib/domain/answers";
import { isUuid } from "../access/is-uuid";
import { enqueuePoll } from "./enqueue-poll";
import { type AgentNamePorts, withNames } from "../population/name-agents";
import { findRun } from "../runs/find-run";
import type { RunRecord, RunScenarioPorts } from "../runs/ports";
import type { PollKey, ReadPollPorts, ResumePollPorts, StoredPoll } from "./ports";

/**
 * Lists the polls of a run, the latest first.
 * @throws AppError notFound
 */
export async function listPolls(
  ports: ReadPollPorts,
  actor: Actor,
  runId: string,
): Promise<PollSummary[]> {
  const run = await findRun(ports, actor, runId, "read");
  return (await ports.polls.list(run)).map(toPollSummary);
}

/**
 * Returns one poll with its answers counted.
 * @throws AppError notFound
 */
export async function getPoll(
  ports: ReadPollPorts,
  actor: Actor,
  key: PollKey,
): Promise<PollDetail> {
  const { poll } = await findPoll(ports, { actor, key, permission: "read" });
  const items: PollDetail["items"] = [];
  for (const column of answerColumns(poll.items)) {
    const item = poll.items[column.name];
    items.push({
      ...column,
      label: item?.label ?? column.name,
      scale: item === undefined ? null : answerScale(item),
      ...(await ports.polls.count(poll.id, column)),
    });
  }
  return { ...toPollSummary(poll), intro: poll.intro, items };
}

/**
 * Returns a page of the answers to a poll, in the order in which the agents were chosen.
 * @throws AppError notFound
 */
export async function listPollAnswers(
  ports: ReadPollPorts & AgentNamePorts & Pick<RunScenarioPorts, "scenarios">,
  actor: Actor,
  key: PollKey,
  { after, limit }: z.output<typeof pollAnswerQuery>,
): Promise<PollAnswerPage> {
  const { poll, run } = await findPoll(ports, { actor, key, permission: "read" });
  const rows = await ports.polls.answers(poll.id, after, limit);
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const named = await withNames(ports, { run: run.key, scenario }, rows);
  return { rows: named, next: rows.length === limit ? (rows.at(-1)?.seq ?? null) : null };
}

/**
 * Resumes a poll that failed; agents that have answered are not asked again.
 * @throws AppError notFound; conflict when it has not failed
 */
export async function resumePoll(
  ports: ResumePollPorts,
  actor: Actor,
  key: PollKey,
): Promise<PollSummary> {
  const { poll, run } = await findPoll(ports, { actor, key, permission: "run" });
  const { projectId } = run;
  const audit = auditEntry(actor, "poll.resume", { projectId, after: { run: key.runId } });
  if (!(await ports.polls.restart(poll, audit)))
    throw new AppError("conflict", `This poll is ${poll.status} and cannot be resumed.`);
  await enqueuePoll(ports.queue, poll.id, poll.asked);
  return toPollSummary({ ...poll, status: "running", problem: null, finishedAt: null });
}

/**
 * Returns a poll of this run.
 * @throws AppError notFound, also for the poll of another run
 */
export async function findPoll(
  ports: ReadPollPorts,
  {
    actor,
    key: { runId, pollId },
    permission,
  }: { readonly actor: Actor; readonly key: PollKey; readonly permission: Permission },
): Promise<{ poll: StoredPoll; run: RunRecord }> {
  const run = await findRun(ports, actor, runId, permission);
  const poll = isUuid(pollId) ? await ports.polls.get(pollId) : null;
  if (poll?.runId !== run.id) throw notFound("poll");
  return { poll, run };
}

export const toPollSummary = ({
  id,
  label,
  agentType,
  version,
  round,
  status,
  problem,
  asked,
  answered,
  invalid,
  createdBy,
  createdAt,
  finishedAt,
}: StoredPoll): PollSummary => ({
  id,
  label,
  agentType,
  version,
  round,
  status,
  problem,
  asked,
  answered,
  invalid,
  createdBy,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
  file: pollFile(id),
});
