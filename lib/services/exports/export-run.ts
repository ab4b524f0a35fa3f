import { AppError } from "@/lib/contracts/errors";
import { pollFile, RUN_FILES, type RunFile } from "@/lib/contracts/files";
import type { Actor } from "@/lib/domain/access";
import { answerColumns, answerColumnsOf, conversationAnswers, formatAnswer, type ResolvedAnswer, SCRIPT_INPUT, scriptShape } from "@/lib/domain/answers";
import { type DecisionValues, NUMBERED_MEMORIES, REFLECTION } from "@/lib/domain/decision";
import type { Attribute, Scenario } from "@/lib/domain/scenario";
import { memoryAnswers } from "@/lib/engine";
import type { InterventionStore } from "../interventions/ports";
import { findPoll } from "../polls/read-polls";
import type { PollStore } from "../polls/ports";
import { measureInfos } from "../runs/describe-run";
import { findRun } from "../runs/find-run";
import type { RunRecord } from "../runs/ports";
import type { ReadPorts } from "../runs/read-ports";
import { manifestOf } from "./manifest";
import type { ExportStore, FieldColumn, ReviewedDecision } from "./ports";

export type ExportPorts = ReadPorts & { readonly exports: ExportStore; readonly polls: PollStore; readonly interventions: Pick<InterventionStore, "list">; readonly programVersion: string };

/** Answers scored at least this well count as accepted for training. */
export const ACCEPTED_SCORE = 4;

const MEDIA_TYPES: Readonly<Record<RunFile, string>> = {
  "decisions.csv": "text/csv; charset=utf-8", "agents.csv": "text/csv; charset=utf-8", "measures.csv": "text/csv; charset=utf-8", "steps.csv": "text/csv; charset=utf-8",
  "sft.jsonl": "application/jsonl; charset=utf-8", "manifest.json": "application/json; charset=utf-8",
};

export type RunFileContent = { readonly mediaType: string; readonly name: string; readonly content: AsyncIterable<Uint8Array> };

/**
 * One of a run's files, as a stream.
 * @throws AppError notFound, also for a file of another name
 */
export async function exportRun(ports: ExportPorts, actor: Actor, runId: string, file: string): Promise<RunFileContent> {
  const run = await findRun(ports, actor, runId, "read");
  const pollId = POLL_FILE.exec(file)?.[1];
  if (pollId !== undefined) return pollAnswers(ports, actor, run, pollId);
  if (!isRunFile(file)) throw new AppError("notFound", `A run has no file “${file}”. It has ${RUN_FILES.join(", ")}.`);
  const content = await contentOf(ports, run, file);
  return { mediaType: MEDIA_TYPES[file], name: nameOf(run, file), content };
}

const nameOf = (run: RunRecord, file: string): string => `${run.scenarioName}-${run.id.slice(0, 8)}-${file}`;

const POLL_FILE = /^poll-([0-9a-f-]{36})\.csv$/;

async function pollAnswers(ports: ExportPorts, actor: Actor, run: RunRecord, pollId: string): Promise<RunFileContent> {
  const poll = await findPoll(ports, actor, run.id, pollId, "read");
  const columns = answerColumns(poll.items).map(({ name, type }) => ({ header: `answer_${name}`, field: name, type }));
  return { mediaType: MEDIA_TYPES["decisions.csv"], name: nameOf(run, pollFile(pollId)), content: ports.exports.poll(run, poll, columns) };
}

const isRunFile = (file: string): file is RunFile => (RUN_FILES as readonly string[]).includes(file);

async function contentOf(ports: ExportPorts, run: RunRecord, file: RunFile): Promise<AsyncIterable<Uint8Array>> {
  const { scenario } = await ports.scenarios.of(run.scenarioVersionId);
  switch (file) {
    case "decisions.csv":
      return ports.exports.decisions(run, answerFieldColumns(scenario));
    case "agents.csv":
      return ports.exports.agents(run, Object.keys(scenario.agents), attributeColumns(scenario), roundsCompleted(run));
    case "measures.csv":
      return ports.exports.measures(run, measureInfos(scenario));
    case "steps.csv":
      return ports.exports.steps(run);
    case "sft.jsonl":
      return trainingLines(scenario, ports.exports.reviewed(run));
    case "manifest.json":
      return oneChunk(`${JSON.stringify(await manifestOf(ports, run), null, 2)}\n`);
  }
}

/** Everything that agents and the environment may answer; inputs of one name share a column. */
function answerFieldColumns(scenario: Scenario): FieldColumn[] {
  const inputs = [
    ...Object.values(scenario.actions).map((action) => action.inputs),
    ...Object.values(scenario.questionnaires).map((questionnaire) => questionnaire.items),
    ...Object.values(scenario.conversations).flatMap(conversationAnswers),
    ...scenario.phases.flatMap((phase) => ("narrate" in phase ? [phase.inputs] : [])),
    ...memoryAnswers(scenario),
  ];
  return answerColumnsOf(inputs).map(({ name, type }) => ({ header: `answer_${name}`, field: name, type }));
}

/** Headers the file has anyway; an attribute of such a name gets a prefix. */
const AGENT_HEADERS = new Set(["source", "model", "run", "condition", "replicate", "seed", "round", "agent_type", "agent"]);

function attributeColumns(scenario: Scenario): FieldColumn[] {
  const types = new Map<string, Attribute["type"]>();
  for (const { attributes } of Object.values(scenario.agents)) for (const [name, { type }] of Object.entries(attributes)) types.set(name, types.has(name) && types.get(name) !== type ? "text" : type);
  return [...types].map(([name, type]) => ({ header: AGENT_HEADERS.has(name) ? `attribute_${name}` : name, field: name, type }));
}

/** The last round that is complete: half a round's changes are not that round's state. */
const roundsCompleted = (run: RunRecord): number => (run.status === "completed" ? run.round : Math.max(0, run.round - 1));

/** One chat example per line: the prompt as it was, and the rewritten answer, or the model's own when it was accepted. */
async function* trainingLines(scenario: Scenario, decisions: AsyncIterable<ReviewedDecision>): AsyncGenerator<Uint8Array> {
  for await (const decision of decisions) {
    const values = decision.rewrite ?? ((decision.score ?? 0) >= ACCEPTED_SCORE ? answered(decision) : null);
    if (values === null || decision.prompt === null) continue;
    const { action, round, phase, agent, score } = decision;
    yield* oneChunk(
      `${JSON.stringify({
        messages: [
          ...(decision.system ? [{ role: "system", content: decision.system }] : []),
          { role: "user", content: decision.prompt },
          { role: "assistant", content: formatAnswer(askedAs(scenario, decision), action === null ? { values } : { action, values }) },
        ],
        metadata: { round, phase, agent, action, score, rewritten: decision.rewrite !== null },
      })}\n`,
    );
  }
}

/** The values that the agent answered, without what was recorded beside them. */
function answered({ phase, values }: ReviewedDecision): DecisionValues | null {
  if (phase !== REFLECTION || values === null) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== NUMBERED_MEMORIES));
}

/** The shape in which the answer was asked for: a choice when several actions were on offer, records for a script. */
function askedAs(scenario: Scenario, { phase, offered, values }: ReviewedDecision): ResolvedAnswer {
  const step = scenario.phases.find(({ id }) => id === phase);
  const conversation = step && "converse" in step ? scenario.conversations[step.converse] : undefined;
  if (conversation && conversation.mode !== "agent" && values && Object.hasOwn(values, SCRIPT_INPUT)) return { kind: "one", inputs: { [SCRIPT_INPUT]: scriptShape(conversation) } };
  if (offered < 2 || !step || !("decide" in step)) return { kind: "one", inputs: {} };
  const names = step.do.map((name) => [name, { inputs: Object.fromEntries(Object.keys(scenario.actions[name]?.inputs ?? {}).map((input) => [input, { type: "boolean" as const }])) }]);
  return { kind: "choice", actions: Object.fromEntries(names) };
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
