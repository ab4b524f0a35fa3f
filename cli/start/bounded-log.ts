import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const LIMIT_BYTES = 5_000_000;
const TAIL_LINES = 40;

/** A log file of at most twice the limit: when full, it becomes `<name>.1` and is started again. */
export class BoundedLog {
  readonly path: string;
  private readonly limit: number;
  private file: number | undefined;
  private size = 0;
  private lines: string[] = [];

  constructor(path: string, limit = LIMIT_BYTES) {
    this.path = path;
    this.limit = limit;
    mkdirSync(dirname(path), { recursive: true });
    this.open();
  }

  write(text: string): void {
    this.lines = [...this.lines, ...text.split("\n").filter((line) => line.trim() !== "")].slice(
      -TAIL_LINES,
    );
    try {
      if (this.size + text.length > this.limit) this.rotate();
      if (this.file !== undefined) this.size += writeSync(this.file, text);
    } catch {
      // A full disk must not stop services that still run.
    }
  }

  /** The last lines written by this process. */
  tail(count: number): string[] {
    return this.lines.slice(-count);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private open(): void {
    this.file = openSync(this.path, "a", 0o600);
    this.size = statSync(this.path).size;
  }

  private rotate(): void {
    this.close();
    renameSync(this.path, `${this.path}.1`);
    this.open();
  }
}
