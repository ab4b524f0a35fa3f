import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import type { pollInput, PollSummary } from "@/lib/contracts/polls";
import type { Actor } from "@/lib/domain/access";
import { parsePart, questionnaire, type Scenario } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import type { Poll } from "@/lib/engine";
import { personOf } from "../computation/person-of";
import { findRun } from "../runs/find-run";
import { isTooDeep } from "../scenarios/is-too-deep";
import { findUnstorableTexts } from "../scenarios/find-unstorable-texts";
import { enqueuePoll } from "./enqueue-poll";
import { toPollSummary } from "./read-polls";
import { invalidPoll, invalidPollAt, respondentsTask } from "./select-respondents";
import type { StartPollPorts } from "./ports";

type Input = z.output<typeof pollInput>;
type Questions = Pick<Poll, "intro" | "items"> & { readonly label: string };

/**
 * Starts a poll: a questionnaire for a sample of agents, as they are now. The workers ask them;
 * answers are data that affect neither the agents nor the run.
 * @throws AppError notFound; invalid with a pointer per problem; conflict before the set-up
 */
export async function startPoll(
  ports: StartPollPorts,
  actor: Actor,
  runId: string,
  input: Input,
): Promise<PollSummary> {
  const run = await findRun(ports, actor, runId, "run");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const { agentType } = input;
  if (!Object.hasOwn(scenario.agents, agentType))
    throw invalidPollAt(
      "/agentType",
      `no agent type is named “${agentType}”`,
      nearest(agentType, Object.keys(scenario.agents)),
    );
  const { label, ...questions } = resolveQuestions(scenario, input);
  const { agents, version, round } = await ports.worlds.run(
    respondentsTask,
    { run, questions: { agentType, ...questions }, sample: input.sample },
    { person: personOf(actor) },
  );
  if (agents.length === 0) throw invalidPollAt("/sample", "no agent matches the sample");
  const createdById = actor.kind === "user" ? actor.userId : null;
  const pollId = await ports.polls.create(
    run,
    { label, agentType, ...questions, version, round, agents, createdById },
    auditEntry(actor, "poll.start", {
      projectId: run.projectId,
      after: { run: run.id, label, agentType, agents: agents.length, round },
    }),
  );
  await enqueuePoll(ports.queue, pollId, agents.length);
  const poll = await ports.polls.get(pollId);
  if (!poll) throw new Error("the poll was not stored");
  return toPollSummary(poll);
}

function resolveQuestions(
  scenario: Scenario,
  { questionnaire: name, items, intro, label }: Input,
): Questions {
  if (name !== undefined) {
    const known = Object.hasOwn(scenario.questionnaires, name)
      ? scenario.questionnaires[name]
      : undefined;
    if (!known)
      throw invalidPollAt(
        "/questionnaire",
        `the scenario has no questionnaire “${name}”`,
        nearest(name, Object.keys(scenario.questionnaires)),
      );
    return {
      label: label || (known.label ?? name),
      intro: intro ?? known.intro,
      items: known.items,
    };
  }
  if (isTooDeep(items)) throw invalidPollAt("/items", "the items are nested too deeply");
  const given = { intro: intro ?? "", items };
  const unstorable = findUnstorableTexts(given);
  if (unstorable.length > 0) throw invalidPoll("The poll cannot be stored.", unstorable);
  const parsed = parsePart(questionnaire, given);
  if (!parsed.ok) throw invalidPoll("The questions are not valid.", parsed.problems);
  if (Object.keys(parsed.value.items).length === 0)
    throw invalidPollAt("/items", "ask at least one thing");
  return { label: label || "Poll", intro: parsed.value.intro, items: parsed.value.items };
}
