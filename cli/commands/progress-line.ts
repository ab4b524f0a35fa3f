import type { RunProgress } from "@/lib/contracts/runs";

const BAR = 24;
/** Without a terminal, a line now and then, in milliseconds. */
const LINE_EVERY = 5_000;

/** Shows how far a run is, on standard error: one line that is redrawn, or lines where there is no terminal. */
export class ProgressLine {
  private shownAt = -Infinity;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  show(progress: RunProgress): void {
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[2K${text(progress)}`);
    } else if (performance.now() - this.shownAt > LINE_EVERY) {
      this.shownAt = performance.now();
      this.stream.write(`${text(progress)}\n`);
    }
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write("\r\x1b[2K");
  }
}

function text(progress: RunProgress): string {
  const full = Math.round(progress.share * BAR);
  const bar = `${"█".repeat(full)}${"░".repeat(BAR - full)}`;
  const eta = progress.etaSeconds === null ? "" : ` · ${Math.ceil(progress.etaSeconds)} s left`;
  return `${bar} ${String(Math.floor(progress.share * 100)).padStart(3)}% · round ${progress.round} of ${progress.rounds} · ${progress.decisions} decisions · ${Math.round(progress.decisionsPerSecond)}/s${eta}`;
}
