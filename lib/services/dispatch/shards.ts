/**
 * Up to this many decisions, such as turns of a conversation, are never dispatched as jobs: the
 * commit makes them itself.
 */
export const INLINE_LIMIT = 8;
/** Minimum number of decisions per shard, so that its overhead is small against its calls. */
const MIN_SHARD = 25;
/** Maximum number of decisions per shard, so that workers that join later find work. */
export const MAX_SHARD = 2_500;
/** Target number of shards in between: enough for several workers, few enough for the queue. */
const TARGET_SHARDS = 8;

/** Returns the number of shards of a step with this many decisions. Results never depend on it. */
export function countShards(decisions: number): number {
  if (decisions === 0) return 0;
  const size = Math.min(MAX_SHARD, Math.max(MIN_SHARD, Math.ceil(decisions / TARGET_SHARDS)));
  return Math.ceil(decisions / size);
}

/** Returns the number of shard jobs of a step, 0 for a step decided inline. */
export const shardCountFor = (decisions: number): number =>
  decisions > INLINE_LIMIT ? countShards(decisions) : 0;

/** Returns the range [first, end) of decisions of one shard. */
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
