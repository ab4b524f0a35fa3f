import { CALL_FAILURE_REASONS } from "@/lib/domain/answers";
import type { RecordedDecision } from "@/lib/domain/decision";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { CallFailedError, EndpointFailure } from "../models/ports";
import type { CallOutcomes } from "./call-outcomes";

/** A prompt that every server answers, unless it answers none. */
const CONTROL_PROMPT = "Say ok.";

/** Failures of a control call that say nothing about other prompts. */
const NO_EVIDENCE: ReadonlySet<string> = new Set(["invalidOutput", "unreadable"]);

export type FailedQuestion = {
  readonly request: ModelRequest;
  readonly agent: string;
  /** Whether it is the first failure of its question. */
  readonly isFirst: boolean;
  readonly signal: AbortSignal;
  /** Makes a call to the same model. */
  call(request: ModelRequest): Promise<ModelReply>;
};

/**
 * Returns a failed call as the reply to its question, where other prompts are answered. Until the
 * model has answered one, and after internal errors of the server, a control call with the same
 * parameters finds out whether it would.
 * @throws CallFailedError, named after what failed, where every prompt fails
 */
export async function toFailedReply(
  error: CallFailedError,
  outcomes: CallOutcomes,
  { request, agent, isFirst, signal, call }: FailedQuestion,
): Promise<ModelReply> {
  const control = async (): Promise<void> => {
    try {
      await call({ ...request, messages: [{ role: "user", content: CONTROL_PROMPT }] });
    } catch (other) {
      if (!(other instanceof CallFailedError)) throw other;
      if (!NO_EVIDENCE.has(other.reason))
        throw asGeneral(error, `It does not answer “${CONTROL_PROMPT}” either`);
    }
  };
  // An answer also keeps attempts that end in internal errors from closing the way to the server.
  const isProven = error.isProven && error.reason !== "serverError";
  await outcomes.control(control, { isProven });
  if ((await outcomes.failed(error.reason, isFirst, signal)) === "general")
    throw asGeneral(error, `Several prompts in a row failed so, the last of them for ${agent}`);
  return {
    text: "",
    model: error.sent.model,
    endpoint: error.sent.endpoint,
    promptTokens: 0,
    completionTokens: 0,
    tokensEstimated: false,
    cost: null,
    latencyMs: 0,
    finishReason: "error",
    envelope: error.sent.envelope,
    failure: { reason: error.reason, message: error.message },
  };
}

const asGeneral = ({ fault, message }: CallFailedError, evidence: string): EndpointFailure =>
  new EndpointFailure(fault, `${message} ${evidence}: the fault is not that of one prompt.`);

const MAX_NAMED = 5;

/** The decisions whose last call failed, for the log; undefined without any. */
export function describeFailedCalls(
  decisions: readonly Pick<RecordedDecision, "agent" | "reason" | "message" | "raw" | "attempts">[],
): { readonly agents: string; readonly reasons: string; readonly problem: string } | undefined {
  const failed = decisions.filter(
    ({ reason, raw }) => raw === null && CALL_FAILURE_REASONS.some((one) => one === reason),
  );
  const [first] = failed;
  if (first === undefined) return undefined;
  const agents = [...new Set(failed.map(({ agent }) => agent))];
  const others = agents.length - MAX_NAMED;
  return {
    agents: agents.slice(0, MAX_NAMED).join(", ") + (others > 0 ? ` and ${others} others` : ""),
    reasons: [...new Set(failed.map(({ reason }) => reason))].join(", "),
    problem: first.message ?? "",
  };
}
