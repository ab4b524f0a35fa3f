import type { Conversation } from "@/lib/domain/scenario";
import type { Names } from "../../expressions/contract";
import type { Row } from "../../base/row";
import type { SourceLocation } from "../../kit/compiler";
import type { Variables } from "../../kit/evaluation-context";
import type { PhaseCompiler } from "../contract";

/**
 * What the parts of one conversation are compiled from: for the groups of one phase, because those
 * decide what is in scope.
 */
export type ConversationParts = {
  readonly name: string;
  readonly conversation: Conversation;
  readonly memberType: string;
  readonly phases: PhaseCompiler;
  /**
   * The conversation, with what the environment sees of it: `members`, `turns`, and `row` and
   * `moderator` where there are any.
   */
  readonly location: SourceLocation;
  /** The same things alone, for agents, who see further names of their own. */
  readonly shared: Names;
};

/** Variables that no expression can name: what the engine itself has to know of a turn. */
export const CONVERSATION_NUMBER = "$number";
export const TURN = "$turn";
export const LIMIT = "$limit";
export const DRAFT = "$draft";

export const currentMembers = (vars: Variables): readonly Row[] =>
  vars["members"] as readonly Row[];
