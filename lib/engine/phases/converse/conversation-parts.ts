import type { Conversation } from "@/lib/domain/scenario";
import type { Names } from "../../expressions/contract";
import type { Row } from "../../base/row";
import type { SourceLocation } from "../../kit/compiler";
import type { Variables } from "../../kit/evaluation-context";
import type { PhaseCompiler } from "../contract";

/**
 * Inputs for compiling the parts of one conversation. Compiled per phase, because the phase's
 * groups determine the names in scope.
 */
export type ConversationParts = {
  readonly name: string;
  readonly conversation: Conversation;
  readonly memberType: string;
  readonly phases: PhaseCompiler;
  /**
   * The conversation, with the names that the environment sees: `members`, `turns`, and `row` and
   * `moderator` if present.
   */
  readonly location: SourceLocation;
  /** The same names without those of the environment, for agents, who have further names. */
  readonly shared: Names;
};

/** Variables of a turn for the engine; `$` makes them inaccessible to expressions. */
export const CONVERSATION_NUMBER = "$number";
export const TURN_NUMBER = "$turn";
export const TURN_LIMIT = "$limit";
export const DRAFT = "$draft";

export const currentMembers = (vars: Variables): readonly Row[] =>
  vars["members"] as readonly Row[];
