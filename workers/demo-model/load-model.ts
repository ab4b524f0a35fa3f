import { Gpu } from "./gpu";
import type { Cancel, LoadModel, Work } from "./load";
import { GPUS, type Settings } from "./settings";

const nothing = () => undefined;
const STREAM_STEPS = 8;

interface Job {
  readonly work: Work;
  readonly done: () => void;
  state: "waiting" | "running" | "over";
  timer: NodeJS.Timeout | undefined;
  startedAt: number;
}

/** Fixed or lognormal latency behind a fixed number of slots and a queue in order of arrival. */
class SlotsAndLatency implements LoadModel {
  running = 0;
  #queue: Job[] = [];
  #head = 0;
  #queued = 0;
  #busy = 0;
  #since = performance.now();

  constructor(readonly settings: Settings) {}

  get waiting(): number {
    return this.#queued;
  }

  admits(): boolean {
    const { slots, maxQueue } = this.settings;
    return slots === 0 || this.running < slots || maxQueue === undefined || this.#queued < maxQueue;
  }

  busyMs(): number {
    this.#account(0);
    return this.#busy;
  }

  start(work: Work, done: () => void): Cancel {
    const { slots, latency } = this.settings;
    if (latency === 0 && slots === 0) {
      done();
      return nothing;
    }
    const job: Job = { work, done, state: "waiting", timer: undefined, startedAt: 0 };
    if (slots > 0 && this.running >= slots) {
      this.#queue.push(job);
      this.#queued++;
    } else {
      this.#run(job);
    }
    return () => {
      if (job.state === "waiting") this.#queued--;
      const wasRunning = job.state === "running";
      job.state = "over";
      clearTimeout(job.timer);
      if (wasRunning) this.#release();
    };
  }

  #account(change: number): void {
    const now = performance.now();
    this.#busy += this.running * (now - this.#since);
    this.#since = now;
    this.running += change;
  }

  #run(job: Job): void {
    this.#account(1);
    job.state = "running";
    job.startedAt = performance.now();
    const milliseconds = this.#latencyOf(job.work);
    if (job.work.onProgress) this.#tick(job, milliseconds, 1);
    else job.timer = setTimeout(() => this.#finish(job), milliseconds);
  }

  #tick(job: Job, milliseconds: number, step: number): void {
    const due = job.startedAt + (milliseconds * step) / STREAM_STEPS - performance.now();
    job.timer = setTimeout(
      () => {
        if (step === STREAM_STEPS) return this.#finish(job);
        job.work.onProgress?.(step / STREAM_STEPS);
        this.#tick(job, milliseconds, step + 1);
      },
      Math.max(0, due),
    );
  }

  #finish(job: Job): void {
    job.state = "over";
    this.#release();
    job.done();
  }

  #release(): void {
    this.#account(-1);
    while (this.#head < this.#queue.length) {
      const next = this.#queue[this.#head++];
      if (this.#head > 1_024 && this.#head * 2 > this.#queue.length) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      if (next?.state === "waiting") {
        this.#queued--;
        return this.#run(next);
      }
    }
  }

  /** Lognormal with mean `latency`: the spread does not change the throughput of full slots. */
  #latencyOf(work: Work): number {
    const { latency, sigma } = this.settings;
    return sigma === 0
      ? latency
      : latency * Math.exp(sigma * work.draws.normal("latency") - (sigma * sigma) / 2);
  }
}

/** Creates the load model that the settings describe. */
export function createLoadModel(settings: Settings): LoadModel {
  const { gpu, prefill, step, stepPerSeq, batch, chunk, speed, slots, maxQueue } = settings;
  if (gpu === undefined && prefill === undefined && step === undefined)
    return new SlotsAndLatency(settings);
  const base = GPUS[gpu ?? "8b"];
  return new Gpu({
    prefill: prefill ?? base.prefill,
    step: step ?? base.step,
    stepPerSeq: stepPerSeq ?? base.stepPerSeq,
    batch: batch ?? (slots > 0 ? slots : base.batch),
    chunk: chunk ?? base.chunk,
    speed,
    maxQueue: maxQueue ?? Infinity,
  });
}

/** Capacity of the prefix cache in tokens. */
export function cacheTokensOf(settings: Settings): number {
  return settings.cacheTokens ?? GPUS[settings.gpu ?? "8b"].cacheTokens;
}
