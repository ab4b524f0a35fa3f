/** How far apart the seeds of neighbouring replicates are: 2^23. */
const STRIDE = 8_388_608;
/** Replicates with different seeds: 2^31 / 2^23. */
const MOST = 256;

/**
 * Seed of a replicate, counted from 1, of a study whose seed is `study`; both seeds are 31-bit.
 *
 * The number of the replicate is put into the eight upper bits, on top of those of the study. So
 * the first replicate has the seed of the study, all replicates of a study differ, and two studies
 * share a run only if their seeds differ by a multiple of 2^23: those with seeds below 8,388,608,
 * or near each other anywhere, never do. A hash of both numbers could not promise this: among
 * 200,000 seeds of 31 bits, nine pairs are expected to be equal. Runs with related seeds are
 * independent all the same, because every draw is a hash of the seed.
 *
 * @throws RangeError for a replicate outside 1 to 256
 */
export function replicateSeed(study: number, replicate: number): number {
  if (!Number.isInteger(replicate) || replicate < 1 || replicate > MOST)
    throw new RangeError(`A replicate is a number from 1 to ${MOST}, not ${replicate}.`);
  return study ^ ((replicate - 1) * STRIDE);
}
