export { answerScale } from "./answer-scale";
export { type AnswerColumn, answerColumns, mergeAnswerColumns } from "./answer-columns";
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
export { describeAnswer } from "./describe-answer";
export { isCutOff, isFiltered } from "./finish-reason";
export {
  CALL_FAILURE_REASONS,
  type CallFailureReason,
  FAILURE_REASONS,
  INVALID_REASONS,
  type InvalidReason,
} from "./invalid-reason";
export { describeLargestReason, hasManyInvalid, rankReasons, REASON_LABELS } from "./invalid-share";
export { answerJsonSchema, type JsonSchema, withoutLimits } from "./json-schema";
export { formatAnswerForSchema } from "./format-for-schema";
export { findJsonObjects } from "./find-json-objects";
export { breaksBounds, describeBounds, enumerateBounds } from "./number-bounds";
export { formatAnswer, parseAnswer } from "./parse-answer";
export { stripReasoning } from "./reasoning";
export {
  type AnswerValues,
  forcedAnswer,
  findImpossibleInput,
  type ResolvedAnswer,
  type ResolvedField,
  type ResolvedInput,
  type ResolvedInputs,
  type ResolvedItem,
} from "./resolved-answer";
export { type AnswerStyle, smallestAnswer, sampleAnswer } from "./sample-answer";
