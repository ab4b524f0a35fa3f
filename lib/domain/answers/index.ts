export { type AnswerColumn, answerColumns, answerColumnsOf, type ColumnType } from "./columns";
export {
  conversationAnswers,
  NEXT_INPUT,
  SCRIPT_INPUT,
  scriptInputs,
  scriptShape,
  SPEAKER_FIELD,
  TEXT_INPUT,
  turnInputs,
} from "./conversation";
export { describeAnswer } from "./describe";
export { INVALID_REASONS, type InvalidReason } from "./invalid";
export { answerJsonSchema, type JsonSchema, withoutLimits } from "./json-schema";
export { formatAnswer, parseAnswer, type ParsedAnswer } from "./parse";
export {
  type AnswerValues,
  forcedAnswer,
  impossibility,
  type RefOption,
  type ResolvedAction,
  type ResolvedAnswer,
  type ResolvedField,
  type ResolvedInput,
  type ResolvedInputs,
  type ResolvedItem,
  type ResolvedList,
  type ResolvedRecords,
} from "./resolved";
export { type Manner, smallestAnswer, standIn } from "./stand-in";
