export type RowStatus = "wait" | "ok" | "problem";

interface Row {
  label: string;
  status: RowStatus;
  text: string;
}

const STATUS_SYMBOLS: Readonly<Record<RowStatus, string>> = { wait: "·", ok: "✓", problem: "!" };
const STATUS_COLOURS: Readonly<Record<RowStatus, string>> = { wait: "2", ok: "32", problem: "33" };
const LABEL_WIDTH = 12;
const MAX_NOTES = 4;

interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Status of the start-up: a table redrawn in place on a terminal, plain lines elsewhere. */
export class StatusScreen {
  private readonly output: Output;
  private readonly live: boolean;
  private readonly rows = new Map<string, Row>();
  private notes: string[] = [];
  private title = "";
  private drawnLines = 0;

  constructor(output: Output, live = output.isTTY === true) {
    this.output = output;
    this.live = live;
  }

  header(title: string): void {
    this.title = title;
    if (this.live) this.draw();
    else this.output.write(`${title}\n`);
  }

  set(label: string, mark: RowStatus, text: string): void {
    const before = this.rows.get(label);
    if (before?.status === mark && before.text === text) return;
    this.rows.set(label, { label, status: mark, text });
    if (this.live) this.draw();
    else this.output.write(`${this.line({ label, status: mark, text })}\n`);
  }

  /** Updates the text of a row on a terminal; plain logs omit intermediate steps. */
  progress(label: string, text: string): void {
    if (this.live) this.set(label, "wait", text);
  }

  /** Adds a line below the table. */
  note(text: string): void {
    this.notes = [...this.notes, text].slice(-MAX_NOTES);
    if (this.live) this.draw();
    else this.output.write(`  ${text}\n`);
  }

  private draw(): void {
    const body = [...this.rows.values()].map((row) => this.line(row));
    const lines = [
      "",
      `  ${this.title}`,
      "",
      ...body,
      "",
      ...this.notes.map((note) => `  ${note}`),
    ].flatMap((line) => line.split("\n"));
    const width = this.output.columns ?? 80;
    const up = this.drawnLines === 0 ? "" : `\x1b[${this.drawnLines}A`;
    this.output.write(`${up}\x1b[0J${lines.map((line) => truncate(line, width)).join("\n")}\n`);
    this.drawnLines = lines.length;
  }

  private line({ label, status: mark, text }: Row): string {
    const sign =
      this.live && !process.env.NO_COLOR
        ? `\x1b[${STATUS_COLOURS[mark]}m${STATUS_SYMBOLS[mark]}\x1b[0m`
        : STATUS_SYMBOLS[mark];
    return `  ${sign} ${label.padEnd(LABEL_WIDTH)}${text}`;
  }
}

/** Cuts a line to the width: a wrapped line would shift the next redraw. */
function truncate(line: string, width: number): string {
  const invisible = (line.match(/\x1b\[\d+m/g) ?? []).join("").length;
  return line.length - invisible < width ? line : `${line.slice(0, width + invisible - 2)}…`;
}
