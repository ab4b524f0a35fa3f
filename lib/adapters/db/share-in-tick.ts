/**
 * Shares a read among the callers that ask for the same thing before it is sent, as the services of
 * one page do. Nobody sees an older state than by a read of their own: what was committed before
 * any of the calls is committed before the read.
 */
export function shareInTick<Result>(
  read: (...keys: string[]) => Promise<Result>,
): (...keys: string[]) => Promise<Result> {
  const asked = new Map<string, Promise<Result>>();
  return (...keys) => {
    const key = keys.join("\0");
    const shared = asked.get(key);
    if (shared) return shared;
    const made = Promise.resolve().then(() => {
      asked.delete(key);
      return read(...keys);
    });
    asked.set(key, made);
    return made;
  };
}
