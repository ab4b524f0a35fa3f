/** How often a process says that it lives, and how long one that says nothing counts as living, in milliseconds. */
export const SPEAK_EVERY = 2_000;
export const LIVE = 15_000;

/** What is kept of processes that ended without taking leave, and how often the rest is cleared away. */
export const FORGET_AFTER = 24 * 60 * 60 * 1_000;
export const FORGET_EVERY = 60 * 60 * 1_000;

/** The role of processes that play simulations: they share the endpoints' concurrency. */
export const SIMULATION_ROLE = "simulation";
