/**
 * A response that streams an iterable at the reader's pace and ends it when the reader disconnects.
 */
export function streamResponse(
  content: AsyncIterable<Uint8Array>,
  headers: Record<string, string>,
): Response {
  const iterator = content[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { "cache-control": "no-store", ...headers } });
}

/** Idle streams send a comment this often, because proxies close connections without traffic. */
const HEARTBEAT_MS = 15_000;

/** Written once for all streams that send the same event. */
const written = new WeakMap<object, Uint8Array>();

function write(item: object): Uint8Array {
  const known = written.get(item);
  if (known) return known;
  const bytes = new TextEncoder().encode(`data: ${JSON.stringify(item)}\n\n`);
  written.set(item, bytes);
  return bytes;
}

/**
 * A response of server-sent events: each item is a line of JSON, taken at the pace of the reader.
 * The signal aborts when the reader leaves; the iterable then has to end.
 */
export async function eventStream(
  request: Request,
  open: (signal: AbortSignal) => Promise<AsyncIterable<object>>,
): Promise<Response> {
  const alive = new TextEncoder().encode(": alive\n\n");
  const left = new AbortController();
  const leave = (): void => left.abort(request.signal.reason);
  request.signal.addEventListener("abort", leave, { once: true });
  const iterator = (await open(left.signal))[Symbol.asyncIterator]();
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const end = (): void => {
    clearInterval(heartbeat);
    // Names the request so that it lives as long as the stream: the signal of one that was
    // collected as garbage never aborts.
    request.signal.removeEventListener("abort", leave);
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      heartbeat = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(alive);
      }, HEARTBEAT_MS);
    },
    async pull(controller) {
      try {
        const { value, done } = await iterator.next();
        if (done === true) {
          end();
          controller.close();
        } else controller.enqueue(write(value));
      } catch (error) {
        end();
        throw error;
      }
    },
    cancel() {
      end();
      leave();
      void iterator.return?.().catch(() => undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
