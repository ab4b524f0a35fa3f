export type Mark = "wait" | "ok" | "problem";

interface Row {
  label: string;
  mark: Mark;
  text: string;
}

const MARKS: Readonly<Record<Mark, string>> = { wait: "·", ok: "✓", problem: "!" };
const COLOURS: Readonly<Record<Mark, string>> = { wait: "2", ok: "32", problem: "33" };
const LABEL_WIDTH = 12;
const NOTES_SHOWN = 4;

interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** One calm screen: a table that is redrawn in place on a terminal, plain lines where it is not one. */
export class StatusScreen {
  private readonly output: Output;
  private readonly live: boolean;
  private readonly rows = new Map<string, Row>();
  private notes: string[] = [];
  private title = "";
  private drawn = 0;

  constructor(output: Output, live = output.isTTY === true) {
    this.output = output;
    this.live = live;
  }

  header(title: string): void {
    this.title = title;
    if (this.live) this.draw();
    else this.output.write(`${title}\n`);
  }

  set(label: string, mark: Mark, text: string): void {
    const before = this.rows.get(label);
    if (before?.mark === mark && before.text === text) return;
    this.rows.set(label, { label, mark, text });
    if (this.live) this.draw();
    else this.output.write(`${this.line({ label, mark, text })}\n`);
  }

  /** Changes what a row says on a terminal; a plain log is spared the steps in between. */
  progress(label: string, text: string): void {
    if (this.live) this.set(label, "wait", text);
  }

  /** A line below the table that stays. */
  note(text: string): void {
    this.notes = [...this.notes, text].slice(-NOTES_SHOWN);
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
    const up = this.drawn === 0 ? "" : `\x1b[${this.drawn}A`;
    this.output.write(`${up}\x1b[0J${lines.map((line) => cut(line, width)).join("\n")}\n`);
    this.drawn = lines.length;
  }

  private line({ label, mark, text }: Row): string {
    const sign =
      this.live && !process.env.NO_COLOR
        ? `\x1b[${COLOURS[mark]}m${MARKS[mark]}\x1b[0m`
        : MARKS[mark];
    return `  ${sign} ${label.padEnd(LABEL_WIDTH)}${text}`;
  }
}

/** A line that wraps would be two on the screen, and the next drawing would start one too low. */
function cut(line: string, width: number): string {
  const invisible = (line.match(/\x1b\[\d+m/g) ?? []).join("").length;
  return line.length - invisible < width ? line : `${line.slice(0, width + invisible - 2)}…`;
}
