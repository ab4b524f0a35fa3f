/** How often and how patiently a failed call is repeated. */
export type RetryPolicy = {
  /** Calls in all, the first included. */
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** No further attempt starts after this long, or after three time-outs of the endpoint where that is longer. */
  readonly totalMs: number;
};

export const RETRY_POLICY: RetryPolicy = { attempts: 4, baseMs: 500, capMs: 20_000, totalMs: 120_000 };

export type FailedAttempt = {
  /** 1 for the first. */
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly timeoutMs: number;
  /** What the server asked for. */
  readonly retryAfterMs?: number;
};

/**
 * Milliseconds to wait before the next attempt, or null when there should be none. Exponential back-off with full
 * jitter (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015); a server's own wish comes first,
 * with jitter on top so that callers told the same do not return together.
 */
export function retryDelay(policy: RetryPolicy, failed: FailedAttempt, random: () => number): number | null {
  if (failed.attempt >= policy.attempts) return null;
  const backOff = random() * Math.min(policy.capMs, policy.baseMs * 2 ** (failed.attempt - 1));
  const delay = failed.retryAfterMs === undefined ? backOff : failed.retryAfterMs + random() * policy.baseMs;
  const budget = Math.max(policy.totalMs, 3 * failed.timeoutMs);
  return failed.elapsedMs + delay < budget ? delay : null;
}

/** Reads a Retry-After header (RFC 9110: seconds or a date) or the finer `retry-after-ms`; undefined when absent or senseless. */
export function parseRetryAfter(headers: { readonly retryAfter?: string; readonly retryAfterMs?: string }, nowMs: number): number | undefined {
  const millis = Number.parseFloat(headers.retryAfterMs ?? "");
  if (Number.isFinite(millis)) return Math.max(0, millis);
  if (headers.retryAfter === undefined) return undefined;
  const seconds = Number(headers.retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(headers.retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
