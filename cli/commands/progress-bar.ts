import type { RunProgress } from "@/lib/contracts/runs";

const BAR_WIDTH = 24;
/** Interval between the lines that are printed where there is no terminal. */
const LINE_INTERVAL_MS = 5_000;

/**
 * Shows progress on standard error: one line that is redrawn, or a line now and then where there
 * is no terminal.
 */
export class ProgressBar {
  private shownAt = -Infinity;
  /** The latest line that has not been printed yet. */
  private pending: (() => string) | undefined;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Shows a `share` from 0 to 1; `text` is called only if the line is printed. */
  show(share: number, text: () => string): void {
    const full = Math.round(share * BAR_WIDTH);
    const line = (): string =>
      `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ` +
      `${String(Math.floor(share * 100)).padStart(3)}% · ${text()}`;
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[2K${line()}`);
    } else if (performance.now() - this.shownAt > LINE_INTERVAL_MS) {
      this.shownAt = performance.now();
      this.pending = undefined;
      this.stream.write(`${line()}\n`);
    } else {
      this.pending = line;
    }
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write("\r\x1b[2K");
    else if (this.pending) this.stream.write(`${this.pending()}\n`);
  }
}

/** The progress of a run as text for the bar. */
export function formatProgress(progress: RunProgress): string {
  if (progress.resumeAt !== null)
    return (
      `waiting for an endpoint, next attempt ${progress.resumeAt.slice(11, 19)} UTC · ` +
      `${progress.statusReason ?? ""}`
    );
  const eta = progress.etaSeconds === null ? "" : ` · ${Math.ceil(progress.etaSeconds)} s left`;
  return (
    `round ${progress.round} of ${progress.rounds} · ${progress.decisions} decisions · ` +
    `${Math.round(progress.decisionsPerSecond)}/s${eta}`
  );
}
