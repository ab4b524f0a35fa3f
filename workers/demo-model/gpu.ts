import type { Cancel, LoadModel, Work } from "./load";

export interface GpuSettings {
  /** Prompt tokens per second. */
  readonly prefill: number;
  /** Milliseconds of a decoding step with an empty batch, and more per sequence in it. */
  readonly step: number;
  readonly stepPerSeq: number;
  /** Sequences that run at once, and the maximum number of prompt tokens per step. */
  readonly batch: number;
  readonly chunk: number;
  /** Simulated time divided by real time. */
  readonly speed: number;
  readonly maxQueue: number;
}

interface Sequence {
  readonly work: Work;
  readonly done: () => void;
  readonly arrival: number;
  promptLeft: number;
  outputLeft: number;
  over: boolean;
}

interface Step {
  readonly end: number;
  readonly prefill: readonly { readonly sequence: Sequence; readonly tokens: number }[];
  readonly decoding: readonly Sequence[];
}

/**
 * Simulates one GPU with continuous batching and chunked prefill (Orca, Yu et al. 2022; Sarathi,
 * Agrawal et al. 2023): in each step every running sequence writes one token and waiting prompts
 * are read in chunks; a step lasts `step + stepPerSeq × sequences` plus the chunk's prefill time,
 * so a sequence decodes at `1000 / (step + stepPerSeq × batch)` tokens per second. Steps follow a
 * virtual clock, so late timers do not make the GPU slower.
 */
export class Gpu implements LoadModel {
  #waiting: Sequence[] = [];
  #running: Sequence[] = [];
  #pending: Step | null = null;
  #timer: NodeJS.Timeout | undefined;
  #clock = 0;
  #busy = 0;
  readonly #origin = performance.now();

  constructor(readonly settings: GpuSettings) {}

  get running(): number {
    return this.#running.length;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  admits(): boolean {
    return (
      this.#waiting.length < this.settings.maxQueue || this.#running.length < this.settings.batch
    );
  }

  busyMs(): number {
    return this.#busy / this.settings.speed;
  }

  start(work: Work, done: () => void): Cancel {
    const sequence: Sequence = {
      work,
      done,
      arrival: this.#now(),
      // The last token is always computed: even a fully cached prompt needs a step.
      promptLeft: Math.max(1, work.promptTokens - work.cachedTokens),
      outputLeft: work.outputTokens,
      over: false,
    };
    this.#waiting.push(sequence);
    if (!this.#pending) this.#advance();
    return () => {
      sequence.over = true;
    };
  }

  #now(): number {
    return (performance.now() - this.#origin) * this.settings.speed;
  }

  #advance(): void {
    this.#timer = undefined;
    const now = this.#now();
    const finished: Sequence[] = [];
    for (;;) {
      if (this.#pending) {
        if (this.#pending.end > now) break;
        this.#apply(this.#pending, finished);
        this.#pending = null;
      }
      this.#admit();
      if (this.#running.length === 0) {
        const next = this.#waiting[0];
        if (!next) break;
        this.#clock = Math.max(this.#clock, next.arrival);
        continue;
      }
      this.#pending = this.#plan();
    }
    if (this.#pending)
      this.#timer ??= setTimeout(
        () => this.#advance(),
        Math.max(0, (this.#pending.end - now) / this.settings.speed),
      );
    for (const sequence of finished) sequence.done();
  }

  #admit(): void {
    if (this.#running.some((sequence) => sequence.over))
      this.#running = this.#running.filter((sequence) => !sequence.over);
    let taken = 0;
    for (const sequence of this.#waiting) {
      if (
        !sequence.over &&
        (sequence.arrival > this.#clock || this.#running.length >= this.settings.batch)
      )
        break;
      taken++;
      if (!sequence.over) this.#running.push(sequence);
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }

  #plan(): Step {
    const prefill: { sequence: Sequence; tokens: number }[] = [];
    const decoding: Sequence[] = [];
    let room = this.settings.chunk;
    for (const sequence of this.#running) {
      if (sequence.promptLeft === 0) {
        decoding.push(sequence);
      } else if (room > 0) {
        const tokens = Math.min(room, sequence.promptLeft);
        room -= tokens;
        prefill.push({ sequence, tokens });
      }
    }
    const read = this.settings.chunk - room;
    const duration =
      (read / this.settings.prefill) * 1_000 +
      (decoding.length > 0 ? this.settings.step + this.settings.stepPerSeq * decoding.length : 0);
    return { end: this.#clock + duration, prefill, decoding };
  }

  #apply(step: Step, finished: Sequence[]): void {
    this.#busy += this.#running.length * (step.end - this.#clock);
    this.#clock = step.end;
    for (const { sequence, tokens } of step.prefill) {
      sequence.promptLeft -= tokens;
      // Reading the end of the prompt yields the first token.
      if (sequence.promptLeft === 0) sequence.outputLeft--;
    }
    for (const sequence of step.decoding) sequence.outputLeft--;
    for (const sequence of this.#running) {
      if (sequence.over || sequence.promptLeft > 0) continue;
      if (sequence.outputLeft <= 0) {
        sequence.over = true;
        finished.push(sequence);
      } else if (sequence.work.onProgress) {
        sequence.work.onProgress(1 - sequence.outputLeft / sequence.work.outputTokens);
      }
    }
  }
}
