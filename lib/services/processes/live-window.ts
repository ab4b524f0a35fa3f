/**
 * How often a process says that it lives, and how long one that says nothing counts as living, in
 * milliseconds.
 */
export const HEARTBEAT_INTERVAL_MS = 2_000;
export const LIVE_WINDOW_MS = 15_000;

/**
 * What is kept of processes that ended without taking leave, and how often the rest is cleared
 * away.
 */
export const RETENTION_MS = 24 * 60 * 60 * 1_000;
export const CLEANUP_INTERVAL_MS = 60 * 60 * 1_000;

/** The role of processes that play simulations: they share the endpoints' concurrency. */
export const SIMULATION_ROLE = "simulation";
