/** How often a process reports, and how long a silent one counts as live, in milliseconds. */
export const HEARTBEAT_INTERVAL_MS = 2_000;
export const LIVE_WINDOW_MS = 15_000;

/**
 * How long rows of processes that ended without removal are kept, and how often older ones are
 * deleted.
 */
export const RETENTION_MS = 24 * 60 * 60 * 1_000;
export const CLEANUP_INTERVAL_MS = 60 * 60 * 1_000;

/** The role of processes that run simulations: they share the endpoints' concurrency. */
export const SIMULATION_ROLE = "simulation";
