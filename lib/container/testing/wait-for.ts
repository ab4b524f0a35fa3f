const INTERVAL_MS = 50;
/** Far longer than anything takes on a busy machine: only what never happens times out. */
const TIMEOUT_SECONDS = 480;

/**
 * Polls a value until `holds` is true of it, and returns it.
 * @throws Error with the last value when it does not hold in time
 */
export async function waitFor<Value>(
  read: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
): Promise<Value> {
  const deadline = performance.now() + TIMEOUT_SECONDS * 1_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`after ${TIMEOUT_SECONDS} s it is still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
