import { notFound } from "@/lib/contracts/errors";
import type { Interview, InterviewList } from "@/lib/contracts/interviews";
import type { Actor } from "@/lib/domain/access";
import { type AgentNamePorts, nameAgents } from "../population/name-agents";
import { findRun } from "../runs/find-run";
import { interviewerId, toMessage } from "./interview-agent";
import type { InterviewPorts } from "./ports";

type ReadingPorts = Pick<InterviewPorts, "runs" | "members" | "interviews">;

/**
 * Returns the actor's own chat with one agent, oldest message first; empty before the first one.
 * @throws AppError notFound
 */
export async function readInterview(
  ports: ReadingPorts & Pick<InterviewPorts, "scenarios">,
  actor: Actor,
  runId: string,
  agent: string,
): Promise<Interview> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const agentType = Object.keys(scenario.agents).find((type) => agent.startsWith(`${type}-`));
  if (agentType === undefined) throw notFound("agent");
  const messages = await ports.interviews.messages({
    run: run.key,
    agent,
    userId: interviewerId(actor),
  });
  return { agent, agentType, messages: messages.map(toMessage) };
}

/**
 * Lists the agents the actor has interviewed, the latest first.
 * @throws AppError notFound
 */
export async function listInterviews(
  ports: ReadingPorts & AgentNamePorts & Pick<InterviewPorts, "scenarios">,
  actor: Actor,
  runId: string,
): Promise<InterviewList> {
  const run = await findRun(ports, actor, runId, "read");
  const [interviews, { scenario }] = await Promise.all([
    ports.interviews.list(run.key, interviewerId(actor)),
    ports.scenarios.get(run.scenarioVersionId),
  ]);
  const texts = interviews.map(({ agent }) => agent);
  const names = await nameAgents(ports, { run: run.key, scenario, texts });
  return interviews.map(({ lastAt, ...one }) => ({
    ...one,
    name: names[one.agent] ?? null,
    lastAt: lastAt.toISOString(),
  }));
}
