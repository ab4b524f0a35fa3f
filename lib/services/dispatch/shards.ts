/** Decisions so few that they are never handed out, as turns of a conversation: the commit makes them itself. */
export const FEW = 8;
/** Decisions a shard should hold at least, so that its overhead is small against its calls. */
const SMALLEST_SHARD = 25;
/** … and at most, so that workers that join later find something to do. */
export const LARGEST_SHARD = 2_500;
/** Shards aimed at in between: enough for several workers, few enough for the queue. */
const USUAL_SHARDS = 8;

/** Into how many shards a step with this many decisions is cut. Results never depend on it. */
export function shardCount(decisions: number): number {
  if (decisions === 0) return 0;
  const size = Math.min(
    LARGEST_SHARD,
    Math.max(SMALLEST_SHARD, Math.ceil(decisions / USUAL_SHARDS)),
  );
  return Math.ceil(decisions / size);
}

/** The shards that a run's step is handed out in, before its commit. */
export const handedOut = (decisions: number): number =>
  decisions > FEW ? shardCount(decisions) : 0;

/** The range [first, end) of decisions of one shard. */
export function shardRange(
  decisions: number,
  shard: number,
  shards: number,
): { first: number; end: number } {
  return {
    first: Math.floor((shard * decisions) / shards),
    end: Math.floor(((shard + 1) * decisions) / shards),
  };
}
