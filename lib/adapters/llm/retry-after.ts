/** No server is waited for longer without another try; timers cannot wait for years. */
const MAX_WAIT_MS = 24 * 60 * 60_000;

const limited = (waitMs: number): number => Math.min(MAX_WAIT_MS, Math.max(0, waitMs));

/**
 * Reads a Retry-After header (RFC 9110: seconds or a date) or the finer `retry-after-ms`; undefined
 * when absent or invalid.
 */
export function parseRetryAfter(
  headers: { readonly retryAfter?: string; readonly retryAfterMs?: string },
  nowMs: number,
): number | undefined {
  const millis = Number.parseFloat(headers.retryAfterMs ?? "");
  if (Number.isFinite(millis)) return limited(millis);
  if (headers.retryAfter === undefined) return undefined;
  const seconds = Number(headers.retryAfter);
  if (Number.isFinite(seconds)) return limited(seconds * 1_000);
  const date = Date.parse(headers.retryAfter);
  return Number.isNaN(date) ? undefined : limited(date - nowMs);
}
