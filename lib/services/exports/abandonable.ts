/**
 * Content that ends by itself when its reader stops: `onEnd` is called once, when it was read to
 * its end, failed, was closed, or waited for its reader for `stallMs` milliseconds. What is read
 * after that throws, so that a stalled download is never taken for a whole file.
 */
export function abandonable(
  content: AsyncIterable<Uint8Array>,
  { stallMs, onEnd }: { readonly stallMs: number; readonly onEnd: () => void },
): AsyncIterable<Uint8Array> {
  const source = content[Symbol.asyncIterator]();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAbandoned = false;
  const end = (): void => {
    clearTimeout(timer);
    onEnd();
  };
  const abandon = (): void => {
    isAbandoned = true;
    end();
    // Closes the query; nobody is left to be told of a failure.
    void source.return?.().catch(() => undefined);
  };
  const expectReader = (): void => {
    timer = setTimeout(abandon, stallMs);
    timer.unref();
  };
  expectReader();
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      clearTimeout(timer);
      if (isAbandoned) throw new Error("the reader stopped reading for too long");
      try {
        const result = await source.next();
        if (result.done === true) end();
        else expectReader();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
