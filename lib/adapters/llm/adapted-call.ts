import type { ModelTarget } from "@/lib/services/models/ports";
import { describeFailure } from "./describe-failure";
import type { Way } from "./endpoint-ways";
import { adaptQuirks, type Quirks } from "./quirks";

/** A server that takes neither schema nor seed nor temperature nor the usual name of the token limit is adapted to in five steps. */
const MOST_ADAPTIONS = 6;

/** One kind of call: how one attempt goes with what is known of the server, and whether a complaint about it says how to ask otherwise. */
export type Work<Reply> = {
  run(
    target: ModelTarget,
    way: Way,
    quirks: Quirks,
    signal: AbortSignal | undefined,
  ): Promise<Reply>;
  readonly adapts: boolean;
  readonly hasSchema: boolean;
};

/** One attempt, asked again in another way where the server says what it does not take. Rejects with whatever went wrong. */
export async function adaptedCall<Reply>(
  work: Work<Reply>,
  target: ModelTarget,
  way: Way,
  signal: AbortSignal | undefined,
): Promise<Reply> {
  for (let adaptions = 0; ; adaptions += 1) {
    const quirks = way.quirks(target);
    try {
      const reply = await work.run(target, way, quirks, signal);
      way.hasAnswered = true;
      return reply;
    } catch (error) {
      if (!work.adapts || adaptions === MOST_ADAPTIONS || signal?.aborted) throw error;
      const complaint = describeFailure(error, target, target.timeoutMs)?.complaint;
      if (complaint === undefined) throw error;
      // Another call may have learnt meanwhile; then what it learnt is tried first.
      if (way.quirks(target) !== quirks) continue;
      const adapted = adaptQuirks(quirks, complaint, work.hasSchema);
      if (adapted === null) throw error;
      way.learn(target.model, adapted);
    }
  }
}
