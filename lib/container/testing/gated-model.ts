import {
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A model server whose answers a test can hold back. */
export type GatedModel = {
  /** Its address, with the path of the server behind it. */
  readonly url: string;
  /** Number of chat calls that have arrived. */
  calls(): number;
  /**
   * Calls `listener` with the number of calls at each call.
   * @returns a function that removes the listener
   */
  onCall(listener: (calls: number) => void): () => void;
  /** Waits until that many chat calls have arrived. */
  untilCalls(calls: number): Promise<void>;
  /** Lets `answers` more calls through and holds all others until `release`. */
  hold(answers?: number): void;
  /** Waits until that many calls are held. */
  untilHeld(calls?: number): Promise<void>;
  /** Lets all calls through, held ones first. */
  release(): void;
  /** Closes every connection, present and future, as if the server had died. */
  disconnect(): void;
  /** Undoes `disconnect`. */
  reconnect(): void;
  close(): Promise<void>;
};

type Waiting = { readonly isOver: () => boolean; readonly resolve: () => void };

/**
 * Starts a proxy that passes on the answers of another server unchanged. While it holds calls,
 * everything that needs their answers is certain to be unfinished, so a test can kill, pause or
 * count without a race.
 */
export async function startGatedModel(target: string): Promise<GatedModel> {
  const { hostname, port: targetPort, pathname } = new URL(target);
  const held = new Set<() => void>();
  const sockets = new Set<Socket>();
  const listeners = new Set<(calls: number) => void>();
  let waiting: Waiting[] = [];
  let calls = 0;
  let answersLeft = Infinity;
  let isConnected = true;

  const notify = (): void => {
    for (const { isOver, resolve } of waiting) if (isOver()) resolve();
    waiting = waiting.filter(({ isOver }) => !isOver());
  };
  const until = (isOver: () => boolean): Promise<void> =>
    isOver() ? Promise.resolve() : new Promise((resolve) => waiting.push({ isOver, resolve }));

  const pass = (request: IncomingMessage, response: ServerResponse): void => {
    const { method, url: path, headers } = request;
    const onward = forward({ hostname, port: targetPort, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => response.destroy()).pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  };
  const admit = (request: IncomingMessage, response: ServerResponse): void => {
    if (!request.url?.endsWith("/chat/completions")) return pass(request, response);
    calls += 1;
    if (answersLeft > 0) {
      answersLeft -= 1;
      pass(request, response);
    } else {
      const go = (): void => {
        held.delete(go);
        pass(request, response);
      };
      held.add(go);
      response.on("close", () => held.delete(go));
    }
    for (const listener of listeners) listener(calls);
    notify();
  };
  // Never closes an idle connection: a client might reuse it at that very moment.
  const server = createServer({ keepAliveTimeout: 0 }, admit);
  server.on("connection", (socket) => {
    if (!isConnected) return socket.resetAndDestroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const disconnect = (): void => {
    isConnected = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${port}${pathname}`,
    calls: () => calls,
    onCall(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    untilCalls: (count) => until(() => calls >= count),
    hold: (answers = 0) => void (answersLeft = answers),
    untilHeld: (count = 1) => until(() => held.size >= count),
    release() {
      answersLeft = Infinity;
      for (const go of [...held]) go();
    },
    disconnect,
    reconnect: () => void (isConnected = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}
