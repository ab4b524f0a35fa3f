/**
 * Reads a Retry-After header (RFC 9110: seconds or a date) or the finer `retry-after-ms`; undefined
 * when absent or invalid.
 */
export function parseRetryAfter(
  headers: { readonly retryAfter?: string; readonly retryAfterMs?: string },
  nowMs: number,
): number | undefined {
  const millis = Number.parseFloat(headers.retryAfterMs ?? "");
  if (Number.isFinite(millis)) return Math.max(0, millis);
  if (headers.retryAfter === undefined) return undefined;
  const seconds = Number(headers.retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(headers.retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
