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
import { type Evaluate, inside } from "../../kit/compiler";
import type { Moment } from "../../kit/evaluation-context";
import { PUBLIC_VIEWER } from "../../templates";
import type { ActMoment } from "../../effects";
import type { Task } from "../../prompts/task";
import type { Line } from "./exchange";
import { answersOf, compileSaying, turnsSoFar } from "./said";
import { LIMIT, membersIn, type Scene } from "./scene";

/**
 * The whole exchange in one call. Whoever writes it speaks for everybody, and so is told of nobody more than everybody may know:
 * no profile, no memory, and of rows their public attributes only.
 */
export function scriptingTask(scene: Scene, end: Evaluate<boolean> | undefined): Task {
  const { name, conversation, memberType, place, phases } = scene;
  const { compiler, rows, describe } = phases;
  const { label, description, mode, prompt, script } = conversation;
  const declared = turnInputs(conversation);
  const inputs = compileInputs(
    scriptInputs(conversation),
    inside(place, "inputs"),
    compiler,
    describe,
  );
  const template = compiler.text(
    script ?? prompt,
    inside(place, script === undefined ? "prompt" : "script"),
    "public",
  );
  const say = compileSaying(name, declared, place.pointer, rows);
  return {
    name,
    kind: "script",
    label,
    description,
    pointer: place.pointer,
    group: writerOf(scene),
    when: undefined,
    prompt: (moment) => template(moment, PUBLIC_VIEWER),
    inputs: asScript(inputs, (moment) =>
      membersIn(moment.vars).map((row) => ({
        id: row.id,
        label: describe(memberType, row, moment),
      })),
    ),
    requirements: [],
    act:
      mode === "hybrid"
        ? () => undefined
        : (moment) => perform(moment, scene, inputs.names, say, end),
    fallback: undefined,
  };
}

/** A script has one writer, who belongs to no type of agents: where the members are mixed, the conversation says who it is. */
function writerOf({
  conversation,
  memberType,
  place,
  phases: { compiler },
}: Scene): string | undefined {
  const named = groupOfConversationPart(conversation.model, "script");
  if (named !== undefined) return named;
  const shares = normalizeShares(
    compiler.scenario.agents[memberType]?.model ?? DEFAULT_MODEL_GROUP,
  );
  if (shares.length > 1)
    compiler.problem(
      place.pointer,
      `Who writes the script? Agents of type ${memberType} belong to several groups: give the conversation a \`model\`.`,
    );
  return shares[0]?.group;
}

function asScript(
  inputs: CompiledInputs,
  speakers: (moment: Moment) => readonly { readonly id: string; readonly label: string }[],
): CompiledInputs {
  return {
    names: [SCRIPT_INPUT],
    resolve: (moment): ResolvedInputs => {
      const fields = {
        [SPEAKER_FIELD]: { type: "ref", options: speakers(moment) },
        ...inputs.resolve(moment),
      } as Readonly<Record<string, ResolvedField>>;
      return {
        [SCRIPT_INPUT]: {
          type: "records",
          fields,
          minItems: 1,
          maxItems: Number(moment.vars[LIMIT]),
        },
      };
    },
    mayBeImpossible: inputs.mayBeImpossible,
    refs: new Map(),
  };
}

/** Has the members say their lines, until the conversation ends. */
function perform(
  moment: ActMoment,
  { name, memberType }: Scene,
  inputs: readonly string[],
  say: ReturnType<typeof compileSaying>,
  end: Evaluate<boolean> | undefined,
): void {
  const { world } = moment;
  const records = recordsIn(answersOf(moment)[SCRIPT_INPUT] ?? null);
  for (const [position, [speaker = null, ...values]] of records.entries()) {
    const row: Row | undefined =
      typeof speaker === "string" ? world.get(memberType, speaker) : undefined;
    if (!row) continue;
    say(
      moment,
      position + 1,
      row,
      Object.fromEntries(inputs.map((input, place) => [input, values[place] ?? null])),
    );
    const now: Moment = { ...moment, vars: { ...moment.vars, turns: turnsSoFar(name, moment) } };
    if (end?.(now) === true) return;
  }
}

const recordsIn = (value: Computed): readonly (readonly Value[])[] =>
  Array.isArray(value) ? (value as readonly Value[]).filter((record) => Array.isArray(record)) : [];

/** The lines that a script has the members say. */
export const linesOf = (script: Value): readonly Line[] =>
  recordsIn(script).flatMap(([speaker, text]) =>
    typeof speaker === "string" && typeof text === "string" && text !== ""
      ? [{ speaker, text }]
      : [],
  );
