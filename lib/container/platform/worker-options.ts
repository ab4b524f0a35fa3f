/**
 * Node options of a worker. A world of a million agents needs more than the usual 4 GB of heap. A
 * limit alone would let garbage grow to several times the live data, however small that is, so
 * growth is bounded too: collect when a heap reaches 1.6 times what was left of it last time.
 * Decisions live for some seconds, from their prompt to their batch; a larger nursery lets most of
 * them die there.
 */
export const WORKER_NODE_OPTIONS = [
  "--max-old-space-size=9000",
  "--heap-growing-percent=60",
  "--max-semi-space-size=64",
] as const;
