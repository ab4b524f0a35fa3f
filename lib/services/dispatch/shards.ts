/**
 * Decisions so few that they are never handed out, as turns of a conversation: the commit makes
 * them itself.
 */
export const INLINE_LIMIT = 8;
/** Decisions a shard should hold at least, so that its overhead is small against its calls. */
const MIN_SHARD = 25;
/** … and at most, so that workers that join later find something to do. */
export const MAX_SHARD = 2_500;
/** Shards aimed at in between: enough for several workers, few enough for the queue. */
const TARGET_SHARDS = 8;

/** Into how many shards a step with this many decisions is cut. Results never depend on it. */
export function countShards(decisions: number): number {
  if (decisions === 0) return 0;
  const size = Math.min(MAX_SHARD, Math.max(MIN_SHARD, Math.ceil(decisions / TARGET_SHARDS)));
  return Math.ceil(decisions / size);
}

/** The shards that a run's step is handed out in, before its commit. */
export const shardCountFor = (decisions: number): number =>
  decisions > INLINE_LIMIT ? countShards(decisions) : 0;

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
