import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on this machine that behaves badly in one way. */
export type OddServer = { readonly baseUrl: string; close(): Promise<void> };

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<OddServer> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Says that the key is wrong. */
export const lockedServer = (): Promise<OddServer> =>
  serve((_request, response) => {
    response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ error: { message: "Incorrect API key provided", type: "invalid_request_error", code: "invalid_api_key" } }));
  });

/** A web page where an API should be. */
export const webPage = (): Promise<OddServer> =>
  serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome to nginx</title><h1>Welcome</h1>");
  });
