/** A response that sends what an iterable yields, at the reader's pace; the iterable ends when the reader leaves. */
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

/** How often a silent stream says it is alive, in milliseconds: proxies close connections they think dead. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events: each item a `data:` line of JSON. */
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
