// Loaded before programs that know nothing of us: a supervisor that was killed must not leave an orphan with the port,
// and an open event stream must not hold up the stop for longer than a moment.
const PATIENCE_MS = 1_500;

process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => setTimeout(() => process.exit(0), PATIENCE_MS).unref());
