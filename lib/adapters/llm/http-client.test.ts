import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { HttpClient } from "./http-client";
import { CallTimeoutError, TransportFailure } from "./http-failure";
import { sendJson, startTestServer } from "./test-server";

/** Far longer than a call to this machine takes on a busy machine. */
const AMPLE = { timeoutMs: 60_000 };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const each of open.splice(0).reverse()) await each.close();
});

async function listening(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined).resume());
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ close: () => [...sockets].forEach((socket) => socket.destroy()) }, server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

test("asks for uncompressed answers", async () => {
  const server = await startTestServer(
    ({ request, response }) => sendJson(response, 200, request.headers["accept-encoding"]),
    "",
  );
  open.push(server);
  const connections = new HttpClient({ baseUrl: server.baseUrl, apiKey: null });
  open.push(connections);
  expect(await connections.post("/chat/completions", {}, AMPLE)).toBe("identity");
});

test("appends paths to the base address, and uses whole addresses as they are", async () => {
  const asked: (string | undefined)[] = [];
  const server = await startTestServer(
    ({ request, response }) => sendJson(response, 200, asked.push(request.url)),
    "",
  );
  open.push(server);
  const connections = new HttpClient({ baseUrl: `${server.baseUrl}/`, apiKey: null });
  open.push(connections);
  expect(await connections.post("/chat/completions", {}, AMPLE)).toBe(1);
  await connections.post(server.baseUrl.replace("/v1", "/tell?all=1"), {}, AMPLE);
  expect(asked).toEqual(["/v1/chat/completions", "/tell?all=1"]);
});

test("ends the call at the server on an abort and on a time-out", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let arrived = 0;
  let left = 0;
  const controller = new AbortController();
  const baseUrl = await listening((socket) => {
    socket.on("close", () => (left += 1));
    socket.once("data", () => (arrived += 1));
  });
  const connections = new HttpClient({ baseUrl, apiKey: null });
  const aborted = connections.get("/aborted", { ...AMPLE, signal: controller.signal });
  const late = connections.get("/late", AMPLE).catch((error: unknown) => error);
  await expect.poll(() => arrived).toBe(2);
  controller.abort(new Error("enough"));
  await expect(aborted).rejects.toThrow("enough");
  await vi.advanceTimersByTimeAsync(AMPLE.timeoutMs);
  expect(await late).toBeInstanceOf(CallTimeoutError);
  await expect.poll(() => left).toBe(2);
  await expect(
    connections.get("/slow", { ...AMPLE, signal: AbortSignal.abort(new Error("before")) }),
  ).rejects.toThrow("before");
  await connections.close();
});

test("aborts an answer that exceeds the size limit", async () => {
  const megabyte = Buffer.alloc(1_000_000, " ");
  const baseUrl = await listening((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    const more = (): void => {
      while (!socket.destroyed && socket.write(`F4240\r\n${megabyte.toString("latin1")}\r\n`));
    };
    socket.on("drain", more);
    more();
  });
  const connections = new HttpClient({ baseUrl, apiKey: null });
  open.push(connections);
  const failure = await connections.get("/endless", AMPLE).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TransportFailure);
  expect(failure).toMatchObject({ code: "UND_ERR_RES_EXCEEDED_MAX_SIZE" });
});
