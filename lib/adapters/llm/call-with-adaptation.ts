import type { ModelTarget } from "@/lib/services/models/ports";
import { describeFailure } from "./describe-failure";
import type { Connection } from "./endpoint-connections";
import { adaptQuirks, type Quirks } from "./quirks";

/** A server that refuses schema, seed, temperature and the token limit's name takes five. */
const MAX_ADAPTATIONS = 6;

/**
 * One call: how an attempt is made with what is known of the server, and whether a refusal may say
 * how to ask differently.
 */
export type CallDefinition<Reply> = {
  attempt(
    target: ModelTarget,
    connection: Connection,
    quirks: Quirks,
    signal: AbortSignal | undefined,
  ): Promise<Reply>;
  readonly adaptsToRefusals: boolean;
  readonly hasSchema: boolean;
};

/**
 * Makes one attempt, and repeats it without the parameters that the server says it does not take.
 * Rejects with whatever went wrong.
 */
export async function callWithAdaptation<Reply>(
  call: CallDefinition<Reply>,
  target: ModelTarget,
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<Reply> {
  for (let adaptions = 0; ; adaptions += 1) {
    const quirks = connection.quirks(target);
    try {
      const reply = await call.attempt(target, connection, quirks, signal);
      connection.hasAnswered = true;
      return reply;
    } catch (error) {
      if (!call.adaptsToRefusals || adaptions === MAX_ADAPTATIONS || signal?.aborted) throw error;
      const complaint = describeFailure(error, target, target.timeoutMs)?.complaint;
      if (complaint === undefined) throw error;
      // Another call may have found out more meanwhile: try that first.
      if (connection.quirks(target) !== quirks) continue;
      const adapted = adaptQuirks(quirks, complaint, call.hasSchema);
      if (adapted === null) throw error;
      connection.rememberQuirks(target.model, adapted);
    }
  }
}
