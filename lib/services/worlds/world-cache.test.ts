import { expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { ScenarioVersions } from "../scenarios/scenario-versions";
import { runRecord } from "../runs/fixtures/run-record";
import { WorldCache } from "./world-cache";

function worlds(rows: number) {
  const loads: string[] = [];
  let loading = 0;
  const scenarios = new ScenarioVersions({
    scenario: async () => ({ document: liveScenario, hash: "h", number: 1 }),
  });
  const opened = new WorldCache({
    scenarios,
    ledger: {
      async *changes() {
        loading += 1;
        loads.push(`${loading} at once`);
        yield await Promise.resolve([]);
        loading -= 1;
      },
    },
    sizes: { extent: async () => ({ rows, characters: rows * 200 }) },
    // Room for a thousand rows.
    heap: 900_000,
  });
  return { opened, loads };
}

it("loads worlds one at a time, each once", async () => {
  const { opened, loads } = worlds(300);
  const [one, again, other] = await Promise.all([
    opened.open("a", runRecord({ id: "a" })),
    opened.open("a", runRecord({ id: "a" })),
    opened.open("b", runRecord({ id: "b" })),
  ]);
  expect(again).toBe(one);
  expect(other).not.toBe(one);
  expect(loads).toEqual(["1 at once", "1 at once"]);
});

it("skips loading a world whose callers have all aborted", async () => {
  const { opened, loads } = worlds(300);
  const leaving = new AbortController();
  const first = opened.open("a", runRecord({ id: "a" }));
  const left = [1, 2].map(() => opened.open("b", runRecord({ id: "b" }), leaving.signal));
  const shared = [
    opened.open("c", runRecord({ id: "c" }), leaving.signal),
    opened.open("c", runRecord({ id: "c" })),
  ];
  leaving.abort();
  await first;
  for (const each of left) await expect(each).rejects.toMatchObject({ code: "unavailable" });
  await Promise.all(shared);
  expect(loads).toHaveLength(2);
  await opened.open("b", runRecord({ id: "b" }));
  expect(loads).toHaveLength(3);
});

it("caches the worlds that fit in memory together", async () => {
  const { opened, loads } = worlds(400);
  for (const key of ["a", "b", "a", "c", "a", "b"]) await opened.open(key, runRecord({ id: key }));
  expect(loads).toHaveLength(4);
});

it("refuses a world that cannot fit, says what would help, and loads nothing", async () => {
  const { opened, loads } = worlds(5_000_000);
  await expect(opened.open("a", runRecord({ id: "a" }))).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/5,000,000 rows.*--max-old-space-size=4300/) as string,
  });
  expect(loads).toEqual([]);
});
