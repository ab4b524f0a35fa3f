import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import { AppError, notFound } from "@/lib/contracts/errors";
import type {
  InterviewExchange,
  InterviewMessage,
  interviewQuestion,
} from "@/lib/contracts/interviews";
import type { Actor } from "@/lib/domain/access";
import { formatNullValues } from "@/lib/domain/decision";
import type { InterviewRequest, InterviewTurn, ModelReply, ModelRequest } from "@/lib/engine";
import { personOf } from "../computation/person-of";
import type { TaskOwner } from "../computation/ports";
import type { MemoryPorts } from "../memory/ports";
import { recallForQuestion } from "../memory/recall-memories";
import { isCutOff, isFiltered } from "@/lib/domain/answers";
import { BudgetExhaustedError } from "../budget/budget-exhausted";
import { EndpointFailure } from "../models/ports";
import { askMany } from "../execution/ask-many";
import type { RunCalls } from "../execution/run-calls";
import { findRun } from "../runs/find-run";
import type { RunRecord } from "../runs/ports";
import {
  agentTypeTask,
  interviewNeedsTask,
  interviewRequestTask,
  type PreparedInterview,
} from "./interview-tasks";
import type {
  InterviewCall,
  InterviewKey,
  InterviewPorts,
  NewMessage,
  StoredMessage,
} from "./ports";

/**
 * Number of messages of a chat that the agent is shown; older ones are left out. Even, so that they
 * begin with a question.
 */
const MAX_SHOWN_MESSAGES = 40;

/** How many times the limit of tokens an answer that was cut off may get, where no cap is set. */
const MORE_ROOM = 4;

/** Number of attempts to read world and memories at one version while the run advances. */
const MAX_ATTEMPTS = 5;

/** Author of the command line's interviews. */
const COMMAND_LINE = "command line";

export const interviewerId = (actor: Actor): string =>
  actor.kind === "user" ? actor.userId : COMMAND_LINE;

/**
 * Asks one agent a question: it answers from its profile, its memory and the world as of the latest
 * committed step. Neither the run nor the agent is affected; question and answer are stored for the
 * person who asked, even if nobody waits for them any more. A question whose call fails for a
 * reason of its own is stored with the reason in place of the answer, and is left out of the
 * further interview.
 * @throws AppError notFound (run, agent); endpoint, and nothing stored, where the endpoint fails
 */
export async function interviewAgent(
  ports: InterviewPorts,
  actor: Actor,
  runId: string,
  { agent, text }: z.output<typeof interviewQuestion>,
): Promise<InterviewExchange> {
  const run = await findRun(ports, actor, runId, "run");
  const userId = interviewerId(actor);
  const owner = { person: personOf(actor) };
  const agentType = await findAgentType(ports, owner, run, agent);
  const before = await ports.interviews.messages({ run: run.key, agent, userId });
  const utterances = [
    ...withoutFailures(before)
      .slice(-MAX_SHOWN_MESSAGES)
      .map(({ role, text: content }) => ({ by: role, text: content })),
    { by: "interviewer" as const, text },
  ];
  const interview = { run: run.key, agentType, agent, userId };
  let stored: InterviewExchange | undefined;
  await askMany<PreparedInterview, AnsweredInterview>(ports, {
    // An interview asks the current model: recorded answers belong to questions of the run.
    run: { ...run, record: "fresh" },
    stop: new AbortController().signal,
    prepare: async ({ embedding }) => [
      await prepareRequest({ ...ports, pool: embedding }, owner, run, {
        agentType,
        agent,
        utterances,
      }),
    ],
    ask: async (prepared, calls) => ({
      ...(await requestAnswer(run, {
        subject: { agent, label: "interview" },
        interview: prepared.request,
        calls,
      })),
      prepared,
    }),
    store: async ([answered]) => {
      if (answered)
        stored = await storeMessages(ports.interviews, {
          interview,
          text,
          answered,
          audit: {
            entry: auditEntry(actor, "run.interview", {
              projectId: run.projectId,
              after: { agent, model: answered.model },
            }),
            runId: run.id,
          },
        });
      return false;
    },
  }).catch(rethrowForUser);
  if (!stored) throw new Error("the interview was not stored");
  return stored;
}

/**
 * The exchanges that have an answer: a question that was refused would be refused again with every
 * further one.
 */
const withoutFailures = (messages: readonly StoredMessage[]): StoredMessage[] =>
  messages.filter(({ role, text }, place) =>
    role === "agent" ? text !== "" : messages[place + 1]?.text !== "",
  );

type AnsweredInterview = ModelReply & {
  readonly prepared: PreparedInterview;
  /** The last request: with more room than the first, where that was cut off. */
  readonly sent: ModelRequest;
};

function describeProblem(
  { failure, finishReason }: ModelReply,
  { maxTokens }: ModelRequest,
): string | null {
  if (failure)
    return `${failure.message} Ask in other words: this question is left out of what follows.`;
  if (isFiltered(finishReason)) return `The server ended the answer itself: “${finishReason}”.`;
  return isCutOff(finishReason)
    ? `The answer was cut off at the limit of ${maxTokens.toLocaleString("en")} tokens. Raise ` +
        "the limit of tokens, or ask for a shorter answer."
    : null;
}

async function storeMessages(
  interviews: InterviewPorts["interviews"],
  input: {
    readonly interview: InterviewKey;
    readonly text: string;
    readonly answered: AnsweredInterview;
    readonly audit: Parameters<InterviewPorts["interviews"]["add"]>[2];
  },
): Promise<InterviewExchange> {
  const { prepared, ...reply } = input.answered;
  const from = { version: prepared.version, round: prepared.round };
  const question: NewMessage = {
    ...from,
    role: "interviewer",
    text: input.text,
    problem: null,
    nullValues: null,
    model: null,
    endpoint: null,
    promptTokens: 0,
    completionTokens: 0,
    cost: null,
    request: null,
  };
  const { model, endpoint, promptTokens, completionTokens, cost } = reply;
  const answer: NewMessage = {
    ...from,
    role: "agent",
    text: reply.text.trim(),
    problem: describeProblem(reply, input.answered.sent),
    nullValues: formatNullValues(prepared.request.nullValues ?? []),
    model,
    endpoint,
    promptTokens,
    completionTokens,
    cost,
    request: sentCall(input.answered.sent, reply),
  };
  const [asked, answered] = await interviews.add(input.interview, [question, answer], input.audit);
  if (!asked || !answered) throw new Error("the interview was not stored");
  return { question: toMessage(asked), answer: toMessage(answered) };
}

export const toMessage = ({ createdAt, ...message }: StoredMessage): InterviewMessage => ({
  ...message,
  createdAt: createdAt.toISOString(),
});

const sentCall = (
  { messages, seed }: ModelRequest,
  { envelope }: ModelReply,
): InterviewCall | null =>
  envelope === null
    ? null
    : {
        system: messages.find(({ role }) => role === "system")?.content ?? null,
        messages: messages.filter(({ role }) => role !== "system").map(({ content }) => content),
        envelope,
        seed,
      };

async function findAgentType(
  ports: InterviewPorts,
  owner: TaskOwner,
  run: RunRecord,
  agent: string,
): Promise<string> {
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const types = Object.keys(scenario.agents);
  const agentType = await ports.worlds.run(agentTypeTask, { run, agent, types }, owner);
  if (agentType === null) throw notFound("agent");
  return agentType;
}

/** Reads world and memory at one version; tries again when the run advanced in between. */
async function prepareRequest(
  ports: MemoryPorts & Pick<InterviewPorts, "worlds">,
  owner: TaskOwner,
  run: RunRecord,
  { agentType, agent, utterances }: Pick<InterviewTurn, "agentType" | "agent" | "utterances">,
): Promise<PreparedInterview> {
  for (let look = 1; ; look += 1) {
    const { version, needs } = await ports.worlds.run(
      interviewNeedsTask,
      { run, agentType, agent },
      owner,
    );
    const remembered = await recallForQuestion(ports, {
      run: { key: run.key, version, embedderId: run.embedderId },
      needs,
      question: utterances.at(-1)?.text ?? "",
    });
    const prepared = await ports.worlds.run(
      interviewRequestTask,
      {
        run,
        turn: { agentType, agent, utterances, ...remembered },
        version: look < MAX_ATTEMPTS ? version : null,
      },
      owner,
    );
    if (prepared) return prepared;
  }
}

const NOTHING_STORED = "The question was not stored. Ask again.";

/** Rethrows an endpoint's failure as an error for the person who waits. */
function rethrowForUser(error: unknown): never {
  if (error instanceof EndpointFailure || error instanceof BudgetExhaustedError)
    throw new AppError("endpoint", `${error.message} ${NOTHING_STORED}`);
  throw error;
}

async function requestAnswer(
  run: RunRecord,
  {
    subject: { agent, label },
    interview: { model: request, group },
    calls,
  }: {
    readonly subject: { readonly agent: string; readonly label: string };
    readonly interview: InterviewRequest;
    readonly calls: RunCalls;
  },
): Promise<ModelReply & Pick<AnsweredInterview, "sent">> {
  const answering = calls.models?.forGroup(group);
  const timeouts = answering?.targets.map(({ timeoutMs }) => timeoutMs) ?? [];
  try {
    // A person is waiting: no retries beyond the time that one call may take.
    const limit = AbortSignal.timeout(Math.max(...timeouts));
    const question = calls.forQuestion({ agent, about: null, label });
    const cap = run.failures.tokenCap ?? request.maxTokens * MORE_ROOM;
    let sent = request;
    let reply = await question.call(sent, group, limit);
    while (isCutOff(reply.finishReason) && 2 * sent.maxTokens <= cap) {
      sent = { ...sent, maxTokens: 2 * sent.maxTokens };
      reply = await question.call(sent, group, limit);
    }
    if (reply.text.trim() === "" && describeProblem(reply, sent) === null)
      throw new AppError(
        "endpoint",
        `“${answering?.name ?? run.endpointName}” gave an empty answer. ${NOTHING_STORED}`,
      );
    return { ...reply, sent };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError")
      throw new AppError(
        "endpoint",
        `The endpoint “${run.endpointName}” did not answer in time. ${NOTHING_STORED}`,
      );
    throw error;
  }
}
