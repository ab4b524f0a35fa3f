import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { circuitState, type EndpointStatus } from "@/lib/services/models/ports";

/** Counts of the whole installation, read at scrape time by the one program that serves them. */
export type InstallationCounts = {
  readonly runs: Readonly<Record<string, number>>;
  /** Jobs by queue and state. */
  readonly jobs: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Live processes by program. */
  readonly processes: Readonly<Record<string, number>>;
};

export type MetricsSources = {
  readonly program: string;
  readonly status: () => readonly EndpointStatus[];
  readonly installation?: (() => Promise<InstallationCounts>) | undefined;
};

/** Events that the program reports as they happen; the rest is read at scrape time. */
export type Meter = {
  callAnswered(endpoint: string, model: string, seconds: number): void;
  decisionsRecorded(count: number): void;
  stepCommitted(seconds: number): void;
};

export type Metrics = Meter & {
  readonly contentType: string;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
};

/** Seconds: from a demo model's milliseconds to a reasoning model's minutes. */
const CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300];
const COMMIT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Labels: names of endpoints and models, which people chose; never keys, addresses or prompts. */
const ENDPOINT = ["endpoint", "model"] as const;

/** The library writes a mean without samples in this way; the format knows NaN only. */
const MISSPELLED_NAN = / Nan$/gm;

/** The metrics of one process. */
export function createMetrics({ program, status, installation }: MetricsSources): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ program });
  const registers = [registry];

  addPoolMetrics(registry, status);
  const refresh = installation && addInstallationMetrics(registry, installation);
  const latency = new Histogram({
    name: "microcosm_model_call_seconds",
    help: "Time from the first attempt of a call to its answer, including retries.",
    labelNames: ENDPOINT,
    buckets: CALL_BUCKETS,
    registers,
  });
  const decisions = new Counter({
    name: "microcosm_decisions_recorded_total",
    help: "Decisions written to the database by this process.",
    registers,
  });
  const commits = new Histogram({
    name: "microcosm_commit_seconds",
    help:
      "Time to store the commit of a step in the database; its count is the number of " +
      "steps committed by this process.",
    buckets: COMMIT_BUCKETS,
    registers,
  });

  // Watching memory, garbage collection and the event loop has a cost, so it is optional.
  let isWatched = false;
  return {
    contentType: registry.contentType,
    callAnswered: (endpoint, model, seconds) => latency.observe({ endpoint, model }, seconds),
    decisionsRecorded: (count) => decisions.inc(count),
    stepCommitted: (seconds) => commits.observe(seconds),
    text: async () => {
      if (!isWatched) collectDefaultMetrics({ register: registry });
      isWatched = true;
      await refresh?.();
      return (await registry.metrics()).replaceAll(MISSPELLED_NAN, " NaN");
    },
  };
}

/** Metrics of the pool's own counts, read at every scrape. */
function addPoolMetrics(registry: Registry, status: () => readonly EndpointStatus[]): void {
  const registers = [registry];
  const labels = ({ name, model }: EndpointStatus) => ({ endpoint: name, model });

  new Counter({
    name: "microcosm_model_calls_total",
    help:
      "Attempts of model calls by outcome: ok, abandoned (the run stopped, or " +
      "another endpoint was faster), or the fault.",
    labelNames: [...ENDPOINT, "outcome"],
    registers,
    collect() {
      this.reset();
      for (const one of status()) {
        this.inc({ ...labels(one), outcome: "ok" }, one.ok);
        this.inc({ ...labels(one), outcome: "abandoned" }, one.abandoned);
        for (const [outcome, count] of Object.entries(one.failed))
          this.inc({ ...labels(one), outcome }, count);
      }
    },
  });
  new Counter({
    name: "microcosm_model_tokens_total",
    help: "Tokens by kind: prompt or completion.",
    labelNames: [...ENDPOINT, "kind"],
    registers,
    collect() {
      this.reset();
      for (const one of status()) {
        this.inc({ ...labels(one), kind: "prompt" }, one.promptTokens);
        this.inc({ ...labels(one), kind: "completion" }, one.completionTokens);
      }
    },
  });
  const counter = (name: string, help: string, countOf: (one: EndpointStatus) => number) =>
    new Counter({
      name,
      help,
      labelNames: ENDPOINT,
      registers,
      collect() {
        this.reset();
        for (const one of status()) this.inc(labels(one), countOf(one));
      },
    });
  counter(
    "microcosm_model_retries_total",
    "Attempts made after a failed one.",
    ({ retries }) => retries,
  );
  counter(
    "microcosm_model_hedges_total",
    "Attempts made because another endpoint was slow.",
    ({ hedges }) => hedges,
  );
  const gauge = (name: string, help: string, valueOf: (one: EndpointStatus) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ENDPOINT,
      registers,
      collect() {
        this.reset();
        // Sums endpoints with the same name and model.
        for (const one of status()) this.inc(labels(one), valueOf(one));
      },
    });
  gauge("microcosm_model_calls_active", "Model calls in progress.", ({ active }) => active);
  gauge(
    "microcosm_model_calls_waiting",
    "Model calls waiting for a free slot.",
    ({ waiting }) => waiting,
  );
  gauge(
    "microcosm_model_calls_limit",
    "Current limit of concurrent calls of this process.",
    ({ limit }) => limit,
  );
  new Gauge({
    name: "microcosm_endpoint_circuit",
    help:
      "1 for the current state of the endpoint's circuit breaker: closed (called as usual), " +
      "open (not called after failures), halfOpen (being tested).",
    labelNames: [...ENDPOINT, "state"],
    registers,
    collect() {
      this.reset();
      for (const one of status())
        for (const state of circuitState.options)
          this.inc({ ...labels(one), state }, one.circuit === state ? 1 : 0);
    },
  });
}

/**
 * Returns a function that updates these metrics. Omits them when they cannot be read; all others
 * are still served.
 */
function addInstallationMetrics(
  registry: Registry,
  installation: () => Promise<InstallationCounts>,
): () => Promise<void> {
  const registers = [registry];
  const runs = new Gauge({
    name: "microcosm_runs",
    help: "Runs by status.",
    labelNames: ["status"],
    registers,
  });
  const processes = new Gauge({
    name: "microcosm_processes",
    help: "Live processes of the installation by program.",
    labelNames: ["of"],
    registers,
  });
  const jobs = new Gauge({
    name: "microcosm_queue_jobs",
    help: "Jobs by queue and state. Finished jobs are not counted.",
    labelNames: ["queue", "state"],
    registers,
  });
  return async () => {
    const counts = await installation().catch(() => undefined);
    for (const gauge of [runs, processes, jobs]) gauge.reset();
    if (counts === undefined) return;
    for (const [status, count] of Object.entries(counts.runs)) runs.set({ status }, count);
    for (const [of, count] of Object.entries(counts.processes)) processes.set({ of }, count);
    for (const [queue, states] of Object.entries(counts.jobs))
      for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
  };
}
