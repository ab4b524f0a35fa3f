/** Shown where there is no number. */
export const NO_VALUE = "–";

const LOCALE = "en-GB";
const MINUS = "\u2212";
const THIN_SPACE = "\u202f";

/**
 * Formats a number with as many digits as help a reader: whole numbers grouped by thousands, others
 * to `digits` significant digits, very large and very small ones as powers of ten. Uses a true
 * minus sign, so that columns align.
 *
 * @param digits significant digits of a number that is not whole (default 3)
 */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_VALUE;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6))
    return signed(value.toExponential(digits - 1).replace("e+", "e"));
  if (Number.isInteger(value)) return signed((value === 0 ? 0 : value).toLocaleString(LOCALE));
  // Digits left of the point are never rounded away: 1,234.5 at 3 digits is 1,235 and not 1,230.
  if (size >= 10 ** digits) return signed(Math.round(value).toLocaleString(LOCALE));
  return signed(
    value.toLocaleString(LOCALE, { maximumSignificantDigits: digits, minimumSignificantDigits: 1 }),
  );
}

/** A number with exactly `decimals` digits after the point: for columns that must align. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  const text = value.toLocaleString(LOCALE, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return signed(/[1-9]/.test(text) ? text : text.replace("-", ""));
}

/** A count in few characters: 950, 1.2 k, 34 k, 1.5 M, 2.1 G. */
export function formatCompact(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  const size = Math.abs(value);
  const units: [number, string][] = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ];
  // Rounded in the unit below first: 999,950 would read 1000 k, and so is 1 M.
  const unit = units.find(([factor]) => Math.round((size / factor) * 1000) >= 1000);
  if (unit !== undefined) {
    const scaled = size / unit[0];
    const sign = value < 0 ? "-" : "";
    return signed(`${sign}${String(roundTo(scaled, scaled < 10 ? 1 : 0))}${THIN_SPACE}${unit[1]}`);
  }
  return formatNumber(value);
}

/** Formats a share between 0 and 1 as a percentage; never 100% for 99.96%, nor 0% for 0.04%. */
export function formatPercent(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return NO_VALUE;
  const percent = share * 100;
  const smallest = 10 ** -decimals;
  if (percent > 0 && percent < smallest / 2) return `< ${String(smallest)}%`;
  const rounded = roundTo(percent, decimals);
  if (percent < 100 && rounded >= 100) return `> ${String(roundTo(100 - smallest, decimals))}%`;
  return signed(`${rounded.toLocaleString(LOCALE, { maximumFractionDigits: decimals })}%`);
}

/** Formats a duration by its two largest units: 840 ms, 4.2 s, 3 min 05 s, 2 h 10 min, 3 d 4 h. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (
    milliseconds === null ||
    milliseconds === undefined ||
    !Number.isFinite(milliseconds) ||
    milliseconds < 0
  )
    return NO_VALUE;
  if (milliseconds < 999.5) return `${String(Math.round(milliseconds))} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  if (seconds < 3600) return `${String(Math.floor(seconds / 60))} min ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${String(Math.floor(minutes / 60))} h ${pad(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`;
}

/** Bytes in powers of 1000, as disks and networks are sold. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return NO_VALUE;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (roundTo(size, size < 10 ? 1 : 0) >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${String(roundTo(size, size < 10 && unit > 0 ? 1 : 0))} ${units[unit] ?? ""}`;
}

/** Formats a local date and time to the minute, ISO-like: unambiguous everywhere, and it sorts. */
export function formatDateTime(date: Date): string {
  const day = `${String(date.getFullYear())}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** Formats a local date and time to the second, as `formatDateTime`. */
export const formatExactTime = (date: Date): string =>
  `${formatDateTime(date)}:${pad(date.getSeconds())}`;

/** Formats a moment in UTC, for readers in different time zones: 2026-11-30 14:05:06 UTC. */
export const formatUtc = (date: Date): string =>
  `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** Formats the time before `now`: just now, 5 min ago, 3 h ago, 2 d ago; older ones as a date. */
export function formatAgo(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${String(minutes)} min ago`;
  if (minutes < 1440) return `${String(Math.floor(minutes / 60))} h ago`;
  if (minutes < 7 * 1440) return `${String(Math.floor(minutes / 1440))} d ago`;
  return formatDateTime(date).slice(0, 10);
}

/** "1 agent", "2 agents", "1,200 agents". */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/**
 * Parses a typed number; null if it is none. Accepts a decimal comma, spaces between thousands and
 * either minus sign.
 */
export function parseNumber(text: string): number | null {
  const bare = text
    .trim()
    .replace(/[\s\u202f\u00a0_]/g, "")
    .replace(MINUS, "-");
  const point =
    /^[+-]?\d*,\d+$/.test(bare) && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(bare)
      ? bare.replace(",", ".")
      : bare;
  const plain = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(point)
    ? point.replaceAll(",", "")
    : point;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** Rounds away the binary error of adding a decimal step: 0.1 + 0.2 with step 0.1 is 0.3. */
export function roundToStep(value: number, step: number): number {
  const text = step.toExponential();
  const [mantissa = "", exponent = "0"] = text.split("e");
  const decimals = Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
  return Number(value.toFixed(Math.min(decimals, 15)));
}

function signed(text: string): string {
  return text.replace(/^-/, MINUS).replace("e-", `e${MINUS}`);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
