export type FailedAttempt = {
  /** 1 for the first one. */
  readonly attempt: number;
  /** Maximum number of attempts of this call. */
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly timeoutMs: number;
  /** Retry-After of the server. */
  readonly retryAfterMs?: number;
};

/**
 * Returns the milliseconds to wait before the next attempt, or null for none. Exponential back-off
 * with full jitter (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015);
 * Retry-After of the server takes precedence, with jitter on top so that callers do not return
 * together.
 */
export function retryDelay(
  settings: { readonly baseMs: number; readonly capMs: number; readonly totalMs: number },
  failed: FailedAttempt,
  random: () => number,
): number | null {
  if (failed.attempt >= failed.attempts) return null;
  const backOff = random() * Math.min(settings.capMs, settings.baseMs * 2 ** (failed.attempt - 1));
  const delay =
    failed.retryAfterMs === undefined ? backOff : failed.retryAfterMs + random() * settings.baseMs;
  return failed.elapsedMs + delay < retryWindowMs(settings, failed.timeoutMs) ? delay : null;
}

/** Returns the milliseconds in which all attempts of a call begin. */
export const retryWindowMs = (
  { totalMs }: { readonly totalMs: number },
  timeoutMs: number,
): number => Math.max(totalMs, 3 * timeoutMs);
