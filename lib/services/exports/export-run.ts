import { AppError } from "@/lib/contracts/errors";
import { pollFile } from "@/lib/contracts/files";
import type { Actor } from "@/lib/domain/access";
import {
  answerColumns,
  mergeAnswerColumns,
  conversationAnswers,
  type AnswerValues,
  formatAnswer,
  formatAnswerForSchema,
  type ResolvedAnswer,
  SCRIPT_INPUT,
  scriptShape,
} from "@/lib/domain/answers";
import {
  type DecisionValues,
  firstMessages,
  NUMBERED_MEMORIES,
  parseEnvelope,
  REFLECTION,
  answeredRequestBody,
  schemaOfEnvelope,
  type SentMessage,
} from "@/lib/domain/decision";
import type { Scenario } from "@/lib/domain/scenario";
import { memoryAnswers } from "@/lib/engine";
import type { InterventionStore } from "../interventions/ports";
import type { AdmissionLimit } from "../concurrency/admission-limit";
import { findPoll } from "../polls/read-polls";
import type { PollStore } from "../polls/ports";
import { describeMeasures } from "../runs/list-measures";
import { findRun } from "../runs/find-run";
import type { RunRecord, RunScenarioPorts, RunStore } from "../runs/ports";
import { abandonable } from "./abandonable";
import { buildManifest } from "./build-manifest";
import type { ExportStore, ReviewedDecision } from "./ports";
import type { FieldColumn } from "../files/ports";
import { isFixedFile, runFiles } from "../files/run-files";
import { worldFiles } from "../files/world-files";

export type ExportPorts = RunScenarioPorts & {
  readonly runs: Pick<RunStore, "scenario">;
  readonly exports: ExportStore;
  readonly polls: PollStore;
  readonly interventions: Pick<InterventionStore, "list">;
  readonly programVersion: string;
  /** Limits downloads, which hold a connection each. */
  readonly downloads: AdmissionLimit;
};

/** Answers with at least this score are accepted for training. */
const ACCEPTED_SCORE = 4;

/** Media types by file extension. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  jsonl: "application/jsonl",
  json: "application/json",
};
const mediaType = (file: string): string =>
  `${MEDIA_TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream"}; ` +
  "charset=utf-8";

export type RunFileContent = {
  readonly mediaType: string;
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
};

/** Milliseconds after which a reader who takes no more of a file is taken for gone. */
const STALL_MS = 60_000;

/**
 * Streams one of a run's files.
 * @throws AppError notFound, also for an unknown file name; tooMany and unavailable when too many
 *   files are being downloaded
 */
export async function exportRun(
  ports: ExportPorts,
  actor: Actor,
  runId: string,
  file: string,
): Promise<RunFileContent> {
  const opened = await openFile(ports, actor, runId, file);
  const onEnd = ports.downloads.admit(actor);
  return { ...opened, content: abandonable(opened.content, { stallMs: STALL_MS, onEnd }) };
}

/** Opens a file; nothing is read from the database before the content is. */
async function openFile(
  ports: ExportPorts,
  actor: Actor,
  runId: string,
  file: string,
): Promise<RunFileContent> {
  const run = await findRun(ports, actor, runId, "read");
  const pollId = POLL_FILE.exec(file)?.[1];
  if (pollId !== undefined) return exportPollAnswers(ports, actor, run, pollId);
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  return {
    mediaType: mediaType(file),
    name: fileNameOf(run, file),
    content: await openContent(ports, { run, scenario, file }),
  };
}

/** The end of the ID tells runs apart; its beginning is the time, which runs of a study share. */
const fileNameOf = (run: RunRecord, file: string): string =>
  `${run.scenarioName}-${run.id.slice(-8)}-${file}`;

const POLL_FILE = /^poll-([0-9a-f-]{36})\.csv$/;

async function exportPollAnswers(
  ports: ExportPorts,
  actor: Actor,
  run: RunRecord,
  pollId: string,
): Promise<RunFileContent> {
  const { poll } = await findPoll(ports, {
    actor,
    key: { runId: run.id, pollId },
    permission: "read",
  });
  const columns = answerColumns(poll.items).map(({ name, type }) => ({
    header: `answer_${name}`,
    field: name,
    type,
  }));
  const file = pollFile(pollId);
  return {
    mediaType: mediaType(file),
    name: fileNameOf(run, file),
    content: ports.exports.poll(run, poll, columns),
  };
}

async function openContent(
  ports: ExportPorts,
  {
    run,
    scenario,
    file,
  }: {
    readonly run: RunRecord;
    readonly scenario: Scenario;
    readonly file: string;
  },
): Promise<AsyncIterable<Uint8Array>> {
  const world = worldFiles(scenario).find(({ name }) => name === file);
  if (world) return ports.exports.world(run, world, completedRounds(run));
  if (!isFixedFile(file))
    throw new AppError(
      "notFound",
      `This run has no file “${file}”. It has ${runFiles(scenario)
        .map(({ name }) => name)
        .join(", ")}.`,
    );
  switch (file) {
    case "decisions.csv":
      return ports.exports.decisions(run, answerFieldColumns(scenario));
    case "measures.csv":
      return ports.exports.measures(run, describeMeasures(scenario));
    case "steps.csv":
      return ports.exports.steps(run);
    case "sft.jsonl":
      return trainingLines(scenario, ports.exports.reviewed(run));
    case "manifest.json":
      return oneChunk(`${JSON.stringify(await buildManifest(ports, run), null, 2)}\n`);
  }
}

/**
 * Returns a column per input that agents and the environment may answer; inputs of one name share a
 * column.
 */
function answerFieldColumns(scenario: Scenario): FieldColumn[] {
  const inputs = [
    ...Object.values(scenario.actions).map((action) => action.inputs),
    ...Object.values(scenario.questionnaires).map((questionnaire) => questionnaire.items),
    ...Object.values(scenario.conversations).flatMap(conversationAnswers),
    ...scenario.phases.flatMap((phase) => ("narrate" in phase ? [phase.inputs] : [])),
    ...memoryAnswers(scenario),
  ];
  return mergeAnswerColumns(inputs).map(({ name, type }) => ({
    header: `answer_${name}`,
    field: name,
    type,
  }));
}

/** Returns the last complete round: the changes of half a round are not that round's state. */
const completedRounds = (run: RunRecord): number =>
  run.status === "completed" ? run.round : Math.max(0, run.round - 1);

/**
 * Yields one chat example per line: the messages of the first call as they were sent, and the
 * rewritten answer, or the model's own when it was accepted, in the requested shape.
 */
async function* trainingLines(
  scenario: Scenario,
  decisions: AsyncIterable<ReviewedDecision>,
): AsyncGenerator<Uint8Array> {
  for await (const decision of decisions) {
    const values =
      decision.rewrite ??
      ((decision.score ?? 0) >= ACCEPTED_SCORE ? answeredValues(decision) : null);
    if (values === null || decision.prompt === null) continue;
    const { action, round, phase, agent, score } = decision;
    yield* oneChunk(
      `${JSON.stringify({
        messages: [
          ...sentMessages(decision),
          {
            role: "assistant",
            content: formatExample(
              scenario,
              decision,
              action === null ? { values } : { action, values },
            ),
          },
        ],
        metadata: { round, phase, agent, action, score, rewritten: decision.rewrite !== null },
      })}\n`,
    );
  }
}

/** Returns the values that the agent answered, without those recorded in addition. */
function answeredValues({ phase, values }: ReviewedDecision): DecisionValues | null {
  if (phase !== REFLECTION || values === null) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== NUMBERED_MEMORIES));
}

/**
 * Decisions of earlier versions of the program have the parts of a request instead of a stored one.
 */
const sentMessages = (decision: ReviewedDecision): readonly SentMessage[] =>
  answeredRequestBody(decision)?.messages ?? firstMessages(decision);

function formatExample(
  scenario: Scenario,
  decision: ReviewedDecision,
  given: AnswerValues,
): string {
  const { envelope } = decision;
  const schema = envelope === null ? null : schemaOfEnvelope(parseEnvelope(envelope));
  return schema === null
    ? formatAnswer(askedShape(scenario, decision), given)
    : formatAnswerForSchema(schema, given);
}

/**
 * Returns the requested shape of an answer whose request is not stored: a choice when several
 * actions were offered, records for a script, else the inputs.
 */
function askedShape(
  scenario: Scenario,
  { phase, offered, values }: ReviewedDecision,
): ResolvedAnswer {
  const step = scenario.phases.find(({ id }) => id === phase);
  const conversation =
    step && "converse" in step ? scenario.conversations[step.converse] : undefined;
  if (
    conversation &&
    conversation.mode !== "agent" &&
    values &&
    Object.hasOwn(values, SCRIPT_INPUT)
  )
    return { kind: "one", inputs: { [SCRIPT_INPUT]: scriptShape(conversation) } };
  if (offered < 2 || !step || !("decide" in step)) return { kind: "one", inputs: {} };
  const names = step.do.map((name) => [
    name,
    {
      inputs: Object.fromEntries(
        Object.keys(scenario.actions[name]?.inputs ?? {}).map((input) => [
          input,
          { type: "boolean" as const },
        ]),
      ),
    },
  ]);
  return { kind: "choice", actions: Object.fromEntries(names) };
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
