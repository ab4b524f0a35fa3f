import { expect, it } from "vitest";
import { storedEndpoint } from "../endpoints/fixtures/stored-endpoint";
import type { RunRecord } from "../runs/ports";
import { runRecord } from "../runs/fixtures/run-record";
import { type InlinePorts, shouldDecideInline } from "./decide-inline";

/** Ports and run with an endpoint of this concurrency, shared by this many processes. */
function here(calls: number, processes: number, record: RunRecord["record"] = "fresh") {
  const endpoint = storedEndpoint("a", "default", "tiny", {
    enabled: calls > 0,
    concurrency: calls,
  });
  const ports: InlinePorts = {
    endpoints: {
      get: () => Promise.resolve(endpoint),
      list: () => Promise.resolve([endpoint]),
    },
    secrets: { open: (cipher) => cipher },
    pool: { processes: () => processes },
  };
  const run = runRecord({ endpointId: "a", record });
  return (decisions: number) => shouldDecideInline(ports, run, decisions);
}

it("decides inline what fits into this process's share of the endpoint's concurrency", async () => {
  expect(await Promise.all([8, 9, 64, 65].map(here(64, 1)))).toEqual([true, true, true, false]);
  expect(await Promise.all([8, 9, 16, 17].map(here(64, 4)))).toEqual([true, true, true, false]);
  expect(await Promise.all([250, 251].map(here(2_000, 2)))).toEqual([true, false]);
  expect(await Promise.all([2_500, 2_501].map(here(4_000, 1)))).toEqual([true, false]);
});

it("always decides a few inline, and never what no endpoint would answer", async () => {
  expect(await Promise.all([8, 9].map(here(0, 1)))).toEqual([true, false]);
  expect(await Promise.all([8, 9].map(here(1, 4)))).toEqual([true, false]);
  expect(await Promise.all([2_500, 2_501].map(here(0, 1, "only")))).toEqual([true, false]);
});
