import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { InterviewMessage } from "@/lib/contracts/interviews";
import type { RunCallPorts } from "../execution/run-calls";
import type { WorldComputation } from "../worlds/world-tasks";
import type { RunScenarioPorts } from "../runs/ports";

/** One message of an interview as stored. */
export type StoredMessage = {
  readonly id: string;
  readonly role: InterviewMessage["role"];
  readonly text: string;
  /** Why there is no answer, or only a part of one. */
  readonly problem: string | null;
  /** Expressions of templates that had no value in the prompt; null without any. */
  readonly nullValues: string | null;
  readonly version: number;
  readonly round: number;
  readonly model: string | null;
  readonly createdAt: Date;
};

/** The interview of one agent by one person. */
export type InterviewKey = {
  readonly run: number;
  readonly agentType: string;
  readonly agent: string;
  readonly userId: string;
};

export type NewMessage = Pick<
  StoredMessage,
  "role" | "text" | "problem" | "nullValues" | "version" | "round" | "model"
> & {
  readonly endpoint: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars; null where the endpoint has no price. */
  readonly cost: number | null;
  /** The parts of the body of the call as sent; null for questions. */
  readonly request: InterviewCall | null;
};

/** What the body of a call is rebuilt from. */
export type InterviewCall = {
  /** The system message; null where there is none. */
  readonly system: string | null;
  /** Those after it: questions and answers in turn. */
  readonly messages: readonly string[];
  readonly envelope: string;
  readonly seed: number;
};

export interface InterviewStore {
  /** Oldest first. */
  messages(interview: Omit<InterviewKey, "agentType">): Promise<StoredMessage[]>;
  /** Adds messages in their order, all or none. */
  add(
    interview: InterviewKey,
    messages: readonly NewMessage[],
    audit: { readonly entry: AuditEntry; readonly runId: string },
  ): Promise<StoredMessage[]>;
  /** The agents a person has interviewed, the latest first. */
  list(
    run: number,
    userId: string,
  ): Promise<
    {
      readonly agent: string;
      readonly agentType: string;
      readonly questions: number;
      readonly lastAt: Date;
    }[]
  >;
}

export type InterviewPorts = RunScenarioPorts &
  RunCallPorts & {
    readonly interviews: InterviewStore;
    readonly worlds: WorldComputation;
  };
