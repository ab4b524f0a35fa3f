import type { EndpointStatus } from "../models/ports";
import type { EndpointReport } from "./ports";

/** Returns the state of an endpoint that was never called, with overrides. */
export const sampleStatus = (
  endpointId: string,
  known: Partial<EndpointStatus>,
): EndpointStatus => ({
  endpointId,
  name: `Endpoint ${endpointId}`,
  model: "tiny",
  active: 0,
  limit: 8,
  waiting: 0,
  circuit: "closed",
  circuitReason: null,
  retryAt: null,
  calls: 0,
  ok: 0,
  failed: {},
  abandoned: 0,
  retries: 0,
  hedges: 0,
  promptTokens: 0,
  completionTokens: 0,
  latencyMs: 0,
  latencyP50Ms: null,
  latencyP95Ms: null,
  callsPerSecond: 0,
  tokensPerSecond: 0,
  ...known,
});

/** Returns a process's report on an endpoint that answers, with overrides. */
export const sampleReport = (known: Partial<EndpointReport>): EndpointReport => ({
  endpointId: "e",
  active: 0,
  limit: 8,
  waiting: 0,
  circuit: "closed",
  circuitReason: null,
  retryInMs: null,
  tried: true,
  answered: true,
  latencyP50Ms: 200,
  latencyP95Ms: 900,
  callsPerSecond: 0,
  tokensInPerSecond: 0,
  tokensOutPerSecond: 0,
  ok: 10,
  failed: {},
  ...known,
});
