import { NEXT_INPUT, TEXT_INPUT } from "@/lib/domain/answers";
import { type Conversation, groupOfConversationPart, toJsonPointer } from "@/lib/domain/scenario";
import { type ApplyEffect, compileEffects } from "../../effects";
import { describeType } from "../../expressions";
import type { Names } from "../../expressions/contract";
import { withoutNull } from "../../expressions/type-rules";
import type { Row } from "../../base/row";
import {
  type Compiler,
  type Evaluate,
  childLocation,
  type SourceLocation,
  withNames,
} from "../../kit/compiler";
import { LIMITS } from "../../base/limits";
import { ScenarioRuntimeError } from "../../kit/evaluation-context";
import { environmentNames } from "../../kit/names";
import { TURN_FIELDS } from "../../kit/turn-tables";
import { listOf, rowOf, type Type } from "../../base/types";
import type { PhaseCompiler } from "../contract";
import { mayTell, type Task } from "../../prompts/task";
import { compileQuestion } from "../tasks";
import type { ConversationGroups } from "./groups";
import type { ConversationParts } from "./conversation-parts";
import { scriptTask } from "./script-task";
import { moderatingTask, speakingTask } from "./speaking-tasks";

/** A conversation compiled for the groups of one phase. */
export type CompiledConversation = Pick<Conversation, "mode" | "next"> & {
  readonly name: string;
  readonly memberType: string;
  readonly rowTable: string | undefined;
  readonly moderatorType: string | undefined;
  readonly moderator: Evaluate<Row | null> | undefined;
  /** Maximum number of turns, an integer from 0. */
  readonly limit: Evaluate<number>;
  readonly end: Evaluate<boolean> | undefined;
  /** Next speaker, if an expression determines it; null ends the conversation. */
  readonly chosen: Evaluate<Row | null> | undefined;
  /** Task of each kind of stage; undefined if the conversation has no such stage. */
  readonly tasks: {
    readonly script: Task | undefined;
    readonly next: Task | undefined;
    readonly turn: Task | undefined;
    readonly closing: Task | undefined;
  };
  readonly after: ApplyEffect;
};

/** Compiles a conversation for these groups; `row` is in scope if they are rows. */
export function compileConversation({
  name,
  conversation,
  groups: { memberType, rowTable },
  row,
  phases,
}: {
  readonly name: string;
  readonly conversation: Conversation;
  readonly groups: Pick<ConversationGroups, "memberType" | "rowTable">;
  readonly row: Type | undefined;
  readonly phases: PhaseCompiler;
}): CompiledConversation {
  const { compiler, rows } = phases;
  const { mode, next } = conversation;
  const pointer = toJsonPointer(["conversations", name]);
  const environment = environmentNames(compiler.scenario);
  const group: Names = {
    turns: listOf(rowOf(name)),
    members: listOf(rowOf(memberType)),
    ...(row && { row }),
  };
  const moderator = compileModerator(
    conversation,
    { pointer, names: { ...environment, ...group } },
    compiler,
  );
  const shared: Names = { ...group, ...(moderator && { moderator: rowOf(moderator.table, true) }) };
  const location: SourceLocation = { pointer, names: { ...environment, ...shared } };
  checkDeclaration(conversation, location, compiler);
  const parts: ConversationParts = { name, conversation, memberType, phases, location, shared };

  const end =
    conversation.end === undefined
      ? undefined
      : compiler.compileCondition(conversation.end, childLocation(location, "end"));
  const chosen =
    typeof next === "object"
      ? compiler.compileValue(
          next.expression,
          childLocation(location, "next", "expression"),
          rowOf(memberType, true),
        )
      : undefined;
  return {
    name,
    mode,
    next,
    memberType,
    rowTable,
    moderatorType: moderator?.table,
    moderator: moderator?.evaluate,
    limit: compileLimit(conversation, childLocation(location, "maxTurns"), compiler),
    end,
    chosen: chosen && ((context) => chosen(context) as Row | null),
    tasks: {
      script: mode === "agent" ? undefined : scriptTask(parts, end),
      next:
        mode === "agent" && next === "moderator" && moderator
          ? moderatingTask(parts, moderator.table)
          : undefined,
      turn: mode === "script" ? undefined : speakingTask(parts),
      closing: closingTask(parts),
    },
    after: compileEffects(conversation.after, {
      location: childLocation(location, "after"),
      compiler,
      rows,
    }),
  };
}

function compileModerator(
  { moderator, next }: Conversation,
  location: SourceLocation,
  compiler: Compiler,
): { readonly table: string; readonly evaluate: Evaluate<Row | null> } | undefined {
  const here = childLocation(location, "moderator");
  if (moderator === undefined) {
    if (next === "moderator")
      compiler.reportProblem(
        location.pointer,
        "`moderator` is missing: name the agent who moderates the conversation.",
      );
    return undefined;
  }
  const { type: declared, evaluate } = compiler.compileTyped(moderator, here);
  const type = withoutNull(declared);
  if (type.kind === "row" && Object.hasOwn(compiler.scenario.agents, type.table))
    return { table: type.table, evaluate: (context) => evaluate(context) as Row | null };
  if (type.kind === "any")
    compiler.reportUncertain(
      here.pointer,
      `The type of “${moderator}” is unknown: the moderator must be an agent.`,
    );
  else
    compiler.reportProblem(
      here.pointer,
      `A moderator is an agent, and this is ${describeType(type)}.`,
    );
  return undefined;
}

function checkDeclaration(
  { mode, next, inputs }: Conversation,
  location: SourceLocation,
  compiler: Compiler,
): void {
  if (mode !== "agent" && next !== "roundRobin")
    compiler.reportProblem(
      childLocation(location, "next").pointer,
      "Whoever writes a script decides who speaks: leave `next` out, or let agents speak for " +
        "themselves.",
    );
  for (const name of [...TURN_FIELDS, ...(next === "lastSpeaker" ? [NEXT_INPUT] : [])]) {
    if (Object.hasOwn(inputs, name))
      compiler.reportProblem(
        childLocation(location, "inputs", name).pointer,
        `\`${name}\` is known of every turn: choose another name.`,
      );
  }
  const text = Object.hasOwn(inputs, TEXT_INPUT) ? inputs[TEXT_INPUT] : undefined;
  if (text && text.type !== "text")
    compiler.reportProblem(
      childLocation(location, "inputs", TEXT_INPUT).pointer,
      "`text` is what is said, so it is a text: choose another name for anything else.",
    );
}

/** Compiles the maximum number of turns, rounded down. */
function compileLimit(
  { maxTurns }: Conversation,
  location: SourceLocation,
  compiler: Compiler,
): Evaluate<number> {
  const tooMany = `A conversation has at most ${LIMITS.turns} turns`;
  if (typeof maxTurns === "number" && maxTurns < 1)
    compiler.reportProblem(location.pointer, "A conversation has at least one turn.");
  if (typeof maxTurns === "number" && maxTurns > LIMITS.turns)
    compiler.reportProblem(location.pointer, `${tooMany}.`);
  const evaluate = compiler.compileNumber(maxTurns, location);
  return (context) => {
    const most = Math.floor(evaluate(context));
    if (most > LIMITS.turns)
      throw new ScenarioRuntimeError(
        `${tooMany}, not ${most}.`,
        location.pointer,
        String(maxTurns),
      );
    return Math.max(0, most);
  };
}

/** Compiles the decision of every member at the end. */
function closingTask({
  name,
  conversation,
  memberType,
  location,
  shared,
  phases,
}: ConversationParts): Task | undefined {
  const { closing, label, description } = conversation;
  if (closing === undefined) return undefined;
  const { compiler, rows, agentNames } = phases;
  const member: SourceLocation = withNames(
    { pointer: childLocation(location, "closing").pointer, names: agentNames(memberType) },
    shared,
  );
  const { inputs, answered } = compileQuestion(
    closing.inputs,
    childLocation(member, "inputs"),
    phases,
  );
  return {
    name,
    kind: "closing",
    label,
    description,
    pointer: member.pointer,
    group: groupOfConversationPart(conversation.model, "closing"),
    when: undefined,
    prompt: compiler.compileText(closing.prompt, childLocation(member, "prompt"), "self"),
    inputs,
    requirements: [],
    act: compileEffects(closing.effects, {
      location: withNames(childLocation(member, "effects"), answered),
      compiler,
      rows,
    }),
    fallback: undefined,
    tells: mayTell(closing.effects, compiler.scenario),
  };
}
