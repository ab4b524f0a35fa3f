import type { RunProgress } from "@/lib/contracts/runs";

const BAR = 24;
/** Without a terminal, a line now and then, in milliseconds. */
const LINE_EVERY = 5_000;

/** Shows how far something is, on standard error: one line that is redrawn, or lines where there is no terminal. */
export class ProgressBar {
  private shownAt = -Infinity;
  /** What there was no line for. */
  private unshown: (() => string) | undefined;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** `share` from 0 to 1; `text` is made only when it is shown. */
  show(share: number, text: () => string): void {
    const full = Math.round(share * BAR);
    const line = (): string =>
      `${"█".repeat(full)}${"░".repeat(BAR - full)} ${String(Math.floor(share * 100)).padStart(3)}% · ${text()}`;
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[2K${line()}`);
    } else if (performance.now() - this.shownAt > LINE_EVERY) {
      this.shownAt = performance.now();
      this.unshown = undefined;
      this.stream.write(`${line()}\n`);
    } else {
      this.unshown = line;
    }
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write("\r\x1b[2K");
    else if (this.unshown) this.stream.write(`${this.unshown()}\n`);
  }
}

/** What the bar says of a run. */
export function progressText(progress: RunProgress): string {
  if (progress.resumeAt !== null)
    return `waiting for an endpoint, next try ${progress.resumeAt.slice(11, 19)} UTC · ${progress.statusReason ?? ""}`;
  const eta = progress.etaSeconds === null ? "" : ` · ${Math.ceil(progress.etaSeconds)} s left`;
  return `round ${progress.round} of ${progress.rounds} · ${progress.decisions} decisions · ${Math.round(progress.decisionsPerSecond)}/s${eta}`;
}
