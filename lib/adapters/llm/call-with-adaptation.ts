import type { ModelTarget } from "@/lib/services/models/ports";
import { describeFailure } from "./describe-failure";
import type { Connection } from "./endpoint-connections";
import { adaptQuirks, type Quirks, type SentParameters } from "./quirks";

/**
 * A server that refuses schema, seed, temperature, the name and the amount of the token limit needs
 * seven attempts; a limit that it does not state is halved some times.
 */
const MAX_ADAPTATIONS = 10;

/**
 * One call: how an attempt is made with the known quirks of the server, and whether a refusal may
 * lead to further quirks.
 */
export type CallDefinition<Reply> = {
  attempt(
    target: ModelTarget,
    connection: Connection,
    quirks: Quirks,
    signal: AbortSignal | undefined,
  ): Promise<Reply>;
  readonly adaptsToRefusals: boolean;
  readonly sent: SentParameters;
  /** Whether the answer shows that the server does not bound numbers, against these quirks. */
  showsUnboundedNumbers?(reply: Reply, quirks: Quirks): boolean;
  /** The envelope sent to a server with these quirks, for calls that are stored. */
  envelope?(target: ModelTarget, quirks: Quirks): string;
};

/**
 * Makes an attempt, and repeats it without the parameters that the server refuses. Rejects with the
 * error of the last attempt.
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
      if (call.showsUnboundedNumbers?.(reply, quirks))
        connection.rememberQuirks(target.model, {
          ...connection.quirks(target),
          boundsNumbers: false,
        });
      return reply;
    } catch (error) {
      if (!call.adaptsToRefusals || adaptions === MAX_ADAPTATIONS || signal?.aborted) throw error;
      const complaint = describeFailure(error, target, target.timeoutMs)?.complaint;
      if (complaint === undefined) throw error;
      // A concurrent call may have found further quirks: try those first.
      if (connection.quirks(target) !== quirks) continue;
      const adapted = adaptQuirks(quirks, complaint, call.sent);
      if (adapted === null) throw error;
      connection.rememberQuirks(target.model, adapted);
    }
  }
}
