import { levelOf, hideSecrets, type LogDetails } from "@/lib/domain/log";
import { storableText } from "@/lib/domain/text/storable-text";
import type { LogStore, NewLogEntry } from "./ports";

/** Entries of one process that are kept per interval; the others are counted. */
const MAX_PER_INTERVAL = 50;
const INTERVAL_MS = 10_000;
/** Entries that wait for a database that is away. */
const MAX_WAITING = 200;
const MAX_MESSAGE = 1_000;
const MAX_DETAIL = 2_000;
const MAX_DETAILS = 12;

type Process = Pick<NewLogEntry, "program" | "host" | "pid">;

export type JournalPorts = {
  readonly logs: Pick<LogStore, "add">;
  readonly now: () => Date;
};

/**
 * Keeps the warnings and errors of a process for the page of the log. A flood costs no more than
 * some rows: what exceeds a rate is counted, and so is what finds no database. Never throws, and
 * never logs.
 */
export class LogJournal {
  private waiting: NewLogEntry[] = [];
  private leftOut = 0;
  private intervalStart = -Infinity;
  private inInterval = 0;
  private storing: Promise<void> | undefined;

  constructor(
    private readonly ports: JournalPorts,
    private readonly process: Process,
  ) {}

  /** Takes an event of the log; information is not kept. */
  add(message: string, details: LogDetails): void {
    const level = levelOf(details);
    if (level === "info") return;
    const at = this.ports.now();
    if (!this.isWithinRate(at) || this.waiting.length >= MAX_WAITING) {
      this.leftOut += 1;
      return;
    }
    const { run, ...others } = details;
    this.waiting.push({
      ...this.process,
      at,
      level,
      message: clean(message, MAX_MESSAGE),
      run: typeof run === "string" ? run : null,
      details: Object.fromEntries(
        Object.entries(others)
          .filter(([name]) => name !== "level")
          .slice(0, MAX_DETAILS)
          .map(([name, value]) => [name, clean(toText(value), MAX_DETAIL)]),
      ),
    });
  }

  /** Stores what has gathered, unless that is under way; keeps it for later where that fails. */
  flush(): Promise<void> {
    this.storing ??= this.store().finally(() => {
      this.storing = undefined;
    });
    return this.storing;
  }

  private async store(): Promise<void> {
    const entries = this.waiting;
    const { leftOut } = this;
    if (entries.length === 0 && leftOut === 0) return;
    [this.waiting, this.leftOut] = [[], 0];
    const counted: NewLogEntry[] =
      leftOut === 0
        ? []
        : [
            {
              ...this.process,
              at: this.ports.now(),
              level: "warning",
              message: `${leftOut.toLocaleString("en-US")} further lines were left out`,
              run: null,
              details: { reason: "too many at once; the output of the process has all" },
            },
          ];
    try {
      await this.ports.logs.add([...entries, ...counted]);
    } catch {
      this.waiting = [...entries, ...this.waiting];
      this.leftOut += leftOut + Math.max(0, this.waiting.length - MAX_WAITING);
      this.waiting = this.waiting.slice(0, MAX_WAITING);
    }
  }

  private isWithinRate(at: Date): boolean {
    if (at.getTime() - this.intervalStart >= INTERVAL_MS)
      [this.intervalStart, this.inInterval] = [at.getTime(), 0];
    this.inInterval += 1;
    return this.inInterval <= MAX_PER_INTERVAL;
  }
}

const toText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));

/** Without secrets, within bounds, and of characters that can be stored. */
function clean(text: string, max: number): string {
  // Cut before the search for secrets too, so that a huge text costs nothing.
  const hidden = hideSecrets(text.slice(0, 2 * max));
  return storableText(hidden.length > max ? `${hidden.slice(0, max)}…` : hidden);
}
