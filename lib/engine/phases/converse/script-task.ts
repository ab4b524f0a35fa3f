import {
  type ResolvedField,
  type ResolvedInputs,
  SCRIPT_INPUT,
  scriptInputs,
  SPEAKER_FIELD,
  turnInputs,
} from "@/lib/domain/answers";
import {
  DEFAULT_MODEL_GROUP,
  groupOfConversationPart,
  normalizeShares,
  type Value,
} from "@/lib/domain/scenario";
import type { Computed } from "../../expressions/contract";
import { compileInputs, type CompiledInputs } from "../../prompts/inputs";
import type { Row } from "../../base/row";
import { type Evaluate, childLocation } from "../../kit/compiler";
import type { EvaluationContext } from "../../kit/evaluation-context";
import { PUBLIC_VIEWER } from "../../templates";
import type { EffectContext } from "../../effects";
import type { Task } from "../../prompts/task";
import type { ScriptLine } from "./conversation-state";
import { currentAnswers, compileRecordTurn, type RecordTurn, turnsSoFar } from "./record-turn";
import { TURN_LIMIT, currentMembers, type ConversationParts } from "./conversation-parts";

/**
 * Compiles the task of writing the whole conversation in one call. The writer speaks for all
 * members, so its prompt may contain only what everyone may know: no profile, no memory, only
 * public attributes.
 */
export function scriptTask(parts: ConversationParts, end: Evaluate<boolean> | undefined): Task {
  const { name, conversation, memberType, location, phases } = parts;
  const { compiler, rows, describe } = phases;
  const { label, description, mode, prompt, script } = conversation;
  const declared = turnInputs(conversation);
  const inputs = compileInputs(scriptInputs(conversation), {
    location: childLocation(location, "inputs"),
    compiler,
    describe,
    audience: "public",
  });
  const template = compiler.compileText(
    script ?? prompt,
    childLocation(location, script === undefined ? "prompt" : "script"),
    "public",
  );
  const recordTurn = compileRecordTurn({ name, inputs: declared, pointer: location.pointer, rows });
  return {
    name,
    kind: "script",
    label,
    description,
    pointer: location.pointer,
    group: scriptWriter(parts),
    when: undefined,
    prompt: (context) => template(context, PUBLIC_VIEWER),
    inputs: toScriptInputs(inputs, (context) =>
      currentMembers(context.vars).map((row) => ({
        id: row.id,
        label: describe(memberType, row, context),
      })),
    ),
    requirements: [],
    act:
      mode === "hybrid"
        ? () => undefined
        : (context) => {
            recordScript(context, { parts, inputs: inputs.names, recordTurn, end });
            return undefined;
          },
    fallback: undefined,
  };
}

/**
 * Returns the model group that writes the script. The writer belongs to no agent type, so a
 * conversation of agents with several model groups must name one.
 */
function scriptWriter({
  conversation,
  memberType,
  location,
  phases: { compiler },
}: ConversationParts): string | undefined {
  const named = groupOfConversationPart(conversation.model, "script");
  if (named !== undefined) return named;
  const shares = normalizeShares(
    compiler.scenario.agents[memberType]?.model ?? DEFAULT_MODEL_GROUP,
  );
  if (shares.length > 1)
    compiler.reportProblem(
      location.pointer,
      `Who writes the script? Agents of type ${memberType} belong to several groups: give ` +
        "the conversation a `model`.",
    );
  return shares[0]?.group;
}

function toScriptInputs(
  inputs: CompiledInputs,
  speakers: (
    context: EvaluationContext,
  ) => readonly { readonly id: string; readonly label: string }[],
): CompiledInputs {
  return {
    names: [SCRIPT_INPUT],
    resolve: (context): ResolvedInputs => {
      const fields = {
        [SPEAKER_FIELD]: { type: "ref", options: speakers(context) },
        ...inputs.resolve(context),
      } as Readonly<Record<string, ResolvedField>>;
      return {
        [SCRIPT_INPUT]: {
          type: "records",
          fields,
          minItems: 1,
          maxItems: Number(context.vars[TURN_LIMIT]),
        },
      };
    },
    mayBeImpossible: inputs.mayBeImpossible,
    refs: new Map(),
  };
}

/** Records the lines of a script as turns until the conversation ends. */
function recordScript(
  context: EffectContext,
  {
    parts: { name, memberType },
    inputs,
    recordTurn,
    end,
  }: {
    readonly parts: ConversationParts;
    readonly inputs: readonly string[];
    readonly recordTurn: RecordTurn;
    readonly end: Evaluate<boolean> | undefined;
  },
): void {
  const { world } = context;
  const records = toRecords(currentAnswers(context)[SCRIPT_INPUT] ?? null);
  for (const [position, [speaker = null, ...values]] of records.entries()) {
    const row: Row | undefined =
      typeof speaker === "string" ? world.get(memberType, speaker) : undefined;
    if (!row) continue;
    recordTurn(context, {
      number: position + 1,
      speaker: row,
      answers: Object.fromEntries(inputs.map((input, index) => [input, values[index] ?? null])),
    });
    const now: EvaluationContext = {
      ...context,
      vars: { ...context.vars, turns: turnsSoFar(name, context) },
    };
    if (end?.(now) === true) return;
  }
}

const toRecords = (value: Computed): readonly (readonly Value[])[] =>
  Array.isArray(value) ? (value as readonly Value[]).filter((record) => Array.isArray(record)) : [];

/** Lines of the members in a script. */
export const scriptLines = (script: Value): readonly ScriptLine[] =>
  toRecords(script).flatMap(([speaker, text]) =>
    typeof speaker === "string" && typeof text === "string" && text !== ""
      ? [{ speaker, text }]
      : [],
  );
