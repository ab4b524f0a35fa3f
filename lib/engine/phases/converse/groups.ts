import { type Conversation, type ConversePhase, toJsonPointer } from "@/lib/domain/scenario";
import { describeType } from "../../expressions";
import type { Computed } from "../../expressions/contract";
import { withoutNull } from "../../expressions/type-rules";
import { childDraws } from "../../random";
import type { Row } from "../../base/row";
import {
  type Compiler,
  type Evaluate,
  childLocation,
  type SourceLocation,
  withNames,
} from "../../kit/compiler";
import { withVariables } from "../../kit/evaluation-context";
import type { StepContexts } from "../../population/step-contexts";
import { rowOf, type Type } from "../../base/types";

/** Members of one conversation. */
export type ConversationGroup = {
  readonly members: readonly Row[];
  /** The row that defines the group, if groups are rows. */
  readonly subject: Row | undefined;
  /** Identifies the group within the phase. */
  readonly part: string;
};

export type ConversationGroups = {
  readonly memberType: string;
  readonly rowTable: string | undefined;
  /**
   * Determines the groups on the current world, in order; some may be too small for a conversation.
   */
  readonly form: (contexts: StepContexts) => readonly ConversationGroup[];
};

/**
 * Compiles who converses: the groups of the phase, each a list of agents or a row for which the
 * conversation defines the members; without groups, one conversation of the members. Reports
 * problems and returns undefined if invalid.
 */
export function compileGroups({
  phase,
  conversation,
  location,
  compiler,
}: {
  readonly phase: ConversePhase;
  readonly conversation: Conversation;
  readonly location: SourceLocation;
  readonly compiler: Compiler;
}): ConversationGroups | undefined {
  const pointer = toJsonPointer(["conversations", phase.converse, "members"]);
  const members = (at: SourceLocation) =>
    conversation.members === undefined
      ? undefined
      : compileMembers(conversation.members, { ...at, pointer }, compiler);
  if (phase.groups === undefined) {
    if (conversation.members === undefined) {
      compiler.reportProblem(
        childLocation(location, "converse").pointer,
        "`members` is missing: give the conversation `members`, or the phase `groups`.",
      );
    }
    const all = members(location);
    return (
      all && {
        memberType: all.table,
        rowTable: undefined,
        form: (contexts) => [
          {
            members: uniqueRows(all.evaluate(contexts.environment())),
            subject: undefined,
            part: "all",
          },
        ],
      }
    );
  }
  const here = childLocation(location, "groups");
  const { type: declared, evaluate } = compiler.compileTyped(phase.groups, here);
  const type = withoutNull(declared);
  const of = type.kind === "list" ? withoutNull(type.of) : undefined;
  if (of?.kind === "list") {
    const table = checkAgentType(of.of, here, compiler);
    return table === undefined
      ? undefined
      : {
          memberType: table,
          rowTable: undefined,
          form: (contexts) => compileLists(evaluate, contexts),
        };
  }
  if (of?.kind === "row") {
    if (conversation.members === undefined) {
      compiler.reportProblem(
        here.pointer,
        `\`members\` is missing in the conversation: each group is a row of ${of.table}, and ` +
          "`members` lists its agents.",
      );
    }
    const own = members(withNames(location, { row: rowOf(of.table) }));
    return (
      own && {
        memberType: own.table,
        rowTable: of.table,
        form: (contexts) => compilePerRow(evaluate, own.evaluate, contexts),
      }
    );
  }
  if (type.kind === "any" || of?.kind === "any")
    compiler.reportUncertain(
      here.pointer,
      `The type of “${phase.groups}” is unknown: groups are lists of agents, or rows.`,
    );
  else
    compiler.reportProblem(
      here.pointer,
      `Groups are a list of rows, or a list of lists of agents, and this is ${describeType(type)}.`,
    );
  return undefined;
}

function compileLists(
  evaluate: Evaluate<Computed>,
  contexts: StepContexts,
): readonly ConversationGroup[] {
  const groups = (evaluate(contexts.environment()) ?? []) as readonly (readonly Row[])[];
  return groups.map((members, position) => ({
    members: uniqueRows(members),
    subject: undefined,
    part: String(position),
  }));
}

function compilePerRow(
  evaluate: Evaluate<Computed>,
  members: Evaluate<readonly Row[]>,
  contexts: StepContexts,
): readonly ConversationGroup[] {
  const context = contexts.environment();
  return uniqueRows((evaluate(context) ?? []) as readonly Row[]).map((row) => {
    const own = withVariables({ ...context, draws: childDraws(context.draws, row.id) }, { row });
    return { members: uniqueRows(members(own)), subject: row, part: row.id };
  });
}

/** Removes duplicates and nulls, keeping the order of first appearance. */
const uniqueRows = (rows: readonly (Row | null)[]): readonly Row[] => [
  ...new Set(rows.filter((row) => row !== null)),
];

function compileMembers(
  members: NonNullable<Conversation["members"]>,
  location: SourceLocation,
  compiler: Compiler,
) {
  const { table, evaluate } = compiler.compileRows(members, location, {
    wrong: (type) =>
      `The members of a conversation are a list of agents, and this is ${describeType(type)}.`,
    onlyLists: true,
  });
  if (table === undefined || checkAgentType(rowOf(table), location, compiler) === undefined)
    return undefined;
  return { table, evaluate };
}

/** Returns the agent type of a row type; reports other types. */
function checkAgentType(
  declared: Type,
  location: SourceLocation,
  compiler: Compiler,
): string | undefined {
  const type = withoutNull(declared);
  if (type.kind === "row" && Object.hasOwn(compiler.scenario.agents, type.table)) return type.table;
  if (type.kind === "any")
    compiler.reportUncertain(location.pointer, "The type of these agents is unknown.");
  else
    compiler.reportProblem(
      location.pointer,
      "The members of a conversation must be agents of one type, but these are " +
        `${type.kind === "row" ? `rows of ${type.table}` : describeType(type)}.`,
    );
  return undefined;
}
