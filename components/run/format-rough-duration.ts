const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Formats an estimated duration no finer than it is known: 5 s, 40 s, 4 min, 2 h 10 min. */
export function formatRoughDuration(seconds: number): string {
  if (seconds < 57.5) return `${String(Math.max(5, Math.round(seconds / 5) * 5))} s`;
  if (seconds < HOUR - MINUTE / 2) return `${String(Math.round(seconds / MINUTE))} min`;
  const tens = Math.round(seconds / (10 * MINUTE)) * 10;
  return tens % 60 === 0
    ? `${String(tens / 60)} h`
    : `${String(Math.floor(tens / 60))} h ${String(tens % 60)} min`;
}
