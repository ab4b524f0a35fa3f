export {
  DECISION_COLUMNS,
  type DecisionColumn,
  type DecisionColumns,
  type DecisionRecord,
  type EarlierReply,
  type RecordedDecision,
  shownColumns,
  type ShownFields,
} from "./columns";
export {
  fillEnvelope,
  firstMessages,
  parseEnvelope,
  requestBodies,
  type RequestEnvelope,
  schemaOfEnvelope,
  type SentMessage,
  type StoredCalls,
} from "./request-body";
export {
  decisionKind,
  type DecisionKind,
  type DecisionOutcome,
  decisionStatus,
  type DecisionStatus,
  type DecisionValues,
  type InvalidReason,
  invalidReason,
  NUMBERED_MEMORIES,
  REFLECTION,
} from "./decision";
