/**
 * Maximum depth of a JSON value: far above any sensible document, and safe for recursive readers.
 */
const MAX_DEPTH = 200;

/** Whether a JSON value is nested so deeply that reading it recursively could exhaust the stack. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) =>
      typeof item === "object" && item !== null ? Object.values(item) : [],
    );
  }
  return false;
}
