import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Peer } from "./access";
import { recordPeers, findPeer } from "./peers";

let server: Server;
let port: number;
const seen: Peer[] = [];

beforeAll(async () => {
  recordPeers();
  server = createServer(({ headers }, response) => {
    // As the framework does, and as routes then see it.
    headers["x-forwarded-for"] ??= "127.0.0.1";
    seen.push(
      findPeer({ get: (name) => (typeof headers[name] === "string" ? headers[name] : null) }),
    );
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

async function ask(headers: Record<string, string>): Promise<Peer | undefined> {
  await new Promise((resolve, reject) =>
    get({ host: "127.0.0.1", port, headers, agent: false }, (response) =>
      response.resume().once("end", resolve),
    ).once("error", reject),
  );
  return seen.at(-1);
}

test("takes the sender from the connection, whatever the headers say", async () => {
  expect(await ask({})).toEqual({ address: "127.0.0.1", isForwarded: false });
  expect(await ask({ "x-forwarded-for": "10.0.0.9" })).toEqual({
    address: "127.0.0.1",
    isForwarded: true,
  });
  expect(await ask({ "x-peer": "direct 10.0.0.9" })).toEqual({
    address: "127.0.0.1",
    isForwarded: false,
  });
  const header = globalThis.microcosmPeerHeader ?? "";
  expect(header).toMatch(/^x-peer-[0-9a-f]{32}$/);
  // Even a client that knew the name could not set it.
  expect(await ask({ [header]: "direct 10.0.0.9" })).toEqual({
    address: "127.0.0.1",
    isForwarded: false,
  });
});

test("knows no sender of a request that was not recorded", () => {
  expect(findPeer({ get: () => null })).toEqual({ address: null, isForwarded: true });
});
