// Preloaded into programs that do not know the supervisor: they exit when it is killed, so that no
// orphan keeps the port, and open event streams delay the shutdown only briefly.
const EXIT_DELAY_MS = 1_500;

process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => setTimeout(() => process.exit(0), EXIT_DELAY_MS).unref());
