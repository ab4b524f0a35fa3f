import { expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { compileScenario, openSimulation, type RowChange } from "@/lib/engine";
import { parseScenario } from "@/lib/domain/scenario";
import { LatestReplicas } from "./latest-replicas";
import type { RunRecord } from "../runs/ports";
import { runRecord } from "../runs/fixtures/run-record";
import { ScenarioVersions } from "../scenarios/scenario-versions";
import { type WorldPorts, WorldCache } from "./world-cache";

/** An active run, the changes of each of its commits, and which of them were read. */
function running() {
  const parsed = parseScenario(liveScenario);
  if (!parsed.ok) throw new Error("the scenario does not parse");
  const simulation = openSimulation(compileScenario(parsed.scenario), { parameters: {}, seed: 3 });
  const commits: (readonly RowChange[])[] = [];
  let fails = false;
  const asked: [from: number, before: number][] = [];
  const step = (): void => {
    const outcomes = simulation
      .plan()
      .map(({ seq, offered }) => ({ seq, action: offered[0] ?? null, values: null }));
    commits.push(simulation.commit(outcomes).rows);
  };
  const record = (): RunRecord =>
    runRecord({ version: simulation.version, digest: simulation.digest });
  const ledger: WorldPorts["ledger"] = {
    async *changes(_run, from, before) {
      asked.push([from, before]);
      if (fails) {
        fails = false;
        throw new Error("connection lost");
      }
      yield* commits.slice(from, before);
    },
  };
  const scenarios = new ScenarioVersions({
    scenario: async () => ({ document: liveScenario, hash: "h", number: 1 }),
  });
  const worlds = new WorldCache({
    scenarios,
    ledger,
    sizes: { extent: async () => ({ rows: 50, characters: 5_000 }) },
    heap: 1e6,
  });
  const latest = new LatestReplicas({ worlds, ledger });
  return { step, record, latest, asked, simulation, fail: () => (fails = true) };
}

it("loads a world once, and then only what was committed since the last read", async () => {
  const { step, record, latest, asked, simulation } = running();
  for (let commits = 0; commits < 3; commits += 1) step();
  const prices = async () =>
    latest.read(record(), ({ world }) => world.get("world", "world-1")?.price);
  expect(await prices()).toBe(simulation.world.get("world", "world-1")?.price);
  await Promise.all([prices(), prices(), prices()]);
  expect(asked).toEqual([[0, 3]]);
  step();
  step();
  expect(await prices()).toBe(simulation.world.get("world", "world-1")?.price);
  expect(asked).toEqual([
    [0, 3],
    [3, 5],
  ]);
});

it("shows the later world to a caller with an older version of the run", async () => {
  const { step, record, latest, asked } = running();
  step();
  const before = record();
  step();
  expect(await latest.read(record(), ({ version }) => version)).toBe(2);
  expect(await latest.read(before, ({ version }) => version)).toBe(2);
  expect(asked).toEqual([[0, 2]]);
});

it("reloads a world after a failed catch-up", async () => {
  const { step, record, latest, asked, fail } = running();
  step();
  await latest.read(record(), () => undefined);
  step();
  fail();
  await expect(latest.read(record(), () => undefined)).rejects.toThrow("connection lost");
  expect(await latest.read(record(), ({ version }) => version)).toBe(2);
  expect(asked).toEqual([
    [0, 1],
    [1, 2],
    [0, 2],
  ]);
});
