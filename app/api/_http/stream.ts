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

/** A response of server-sent events: each item is a `data:` line of JSON. */
export function eventStream(items: AsyncIterable<unknown>, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      heartbeat = setInterval(
        () => controller.enqueue(encoder.encode(": alive\n\n")),
        HEARTBEAT_MS,
      );
      try {
        for await (const item of items) {
          if (signal.aborted) break;
          controller.enqueue(encoder.encode(`data: ${JSON.stringify(item)}\n\n`));
        }
        if (!signal.aborted) controller.close();
      } catch (error) {
        if (!signal.aborted) controller.error(error);
      } finally {
        clearInterval(heartbeat);
      }
    },
    cancel() {
      clearInterval(heartbeat);
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
