import type { LookupAddress } from "node:dns";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { createLookup, FORBIDDEN_ADDRESS } from "./lookup-permitted";
import { HttpClient } from "./http-client";
import { TransportFailure } from "./http-failure";

const resolvesTo = (...addresses: readonly string[]) =>
  createLookup((_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address): LookupAddress => ({
        address,
        family: address.includes(":") ? 6 : 4,
      })),
    ),
  );

const look = (lookup: ReturnType<typeof createLookup>, all: boolean): Promise<unknown> =>
  new Promise((resolve) =>
    lookup("lab.example", { all }, (error, address) => resolve(error?.code ?? address)),
  );

test("leaves out addresses of the machine's credentials, in any form", async () => {
  const mixed = resolvesTo("169.254.169.254", "10.0.0.7", "::ffff:169.254.169.254");
  expect(await look(mixed, true)).toEqual([{ address: "10.0.0.7", family: 4 }]);
  expect(await look(mixed, false)).toBe("10.0.0.7");
  for (const address of ["169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe"])
    expect(await look(resolvesTo(address), true)).toBe(FORBIDDEN_ADDRESS);
});

test("a connection to a name that turned to such an address is not opened", async () => {
  const socket = connect({ host: "lab.example", port: 80, lookup: resolvesTo("169.254.169.254") });
  const error = await new Promise<NodeJS.ErrnoException>((resolve) =>
    socket.once("error", resolve),
  );
  expect(error.code).toBe(FORBIDDEN_ADDRESS);
});

test("an endpoint stored with such an address is not called", async () => {
  const client = new HttpClient({ baseUrl: "http://[::ffff:169.254.169.254]/v1", apiKey: null });
  const failure = await client
    .get("/models", { timeoutMs: 1_000 })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TransportFailure);
  expect(failure).toMatchObject({ code: FORBIDDEN_ADDRESS });
  await client.close();
});
