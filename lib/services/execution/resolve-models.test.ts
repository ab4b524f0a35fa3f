import { expect, it } from "vitest";
import type { RunModels } from "@/lib/domain/run";
import { storedEndpoint as endpoint } from "../endpoints/fixtures/stored-endpoint";
import type { StoredEndpoint } from "../endpoints/ports";
import { EndpointFailure } from "../models/ports";
import { resolveModels } from "./resolve-models";

const open = (
  models: RunModels,
  list: readonly StoredEndpoint[],
  archived: readonly StoredEndpoint[] = [],
) =>
  resolveModels(
    {
      endpoints: {
        list: () => Promise.resolve([...list]),
        get: (id) => Promise.resolve([...list, ...archived].find((one) => one.id === id) ?? null),
      },
      secrets: { open: (cipher) => cipher },
    },
    { models, endpointId: "a", endpointName: "Name of a" },
  );
const ids = (group: { targets: readonly { endpointId: string }[] }) =>
  group.targets.map(({ endpointId }) => endpointId);

it("resolves a group to its enabled endpoints with the model, and sums their limits", async () => {
  const list = [
    endpoint("a", "small", "m"),
    endpoint("b", "small", "m", { concurrency: 10 }),
    endpoint("c", "small", "other"),
    endpoint("d", "small", "m", { enabled: false }),
    endpoint("e", "large", "m"),
  ];
  const models = await open(
    { small: { group: "small", model: "m" }, judge: { endpointId: "b", model: "m" } },
    list,
  );
  expect(ids(models.forGroup("small"))).toEqual(["a", "b"]);
  expect(ids(models.forGroup("judge"))).toEqual(["b"]);
  expect(models.forGroup("small")).toMatchObject({ name: "small", model: "m" });
  // Endpoint b is in both groups.
  expect(models.concurrency).toBe(14);
  expect(() => models.forGroup("unheard")).toThrow(/without a model for the group “unheard”/);
});

it("fails for a group without an endpoint, and resolves the others", async () => {
  const list = [endpoint("a", "small", "m"), endpoint("b", "large", "l", { enabled: false })];
  const models = await open(
    { small: { group: "small", model: "m" }, large: { group: "large", model: "l" } },
    list,
  );
  expect(ids(models.forGroup("small"))).toEqual(["a"]);
  expect(() => models.forGroup("large")).toThrow(EndpointFailure);
  expect(() => models.forGroup("large")).toThrow(
    "All endpoints of the group “large” that serve “l” are disabled. Enable one on the Models " +
      "page.",
  );
  await expect(open({ large: { group: "large", model: "l" } }, list)).rejects.toThrow(
    /are disabled\. Enable one on the Models page/,
  );
  await expect(open({ large: { group: "large", model: "older" } }, list)).rejects.toThrow(
    "No endpoint of the group “large” serves “older” any more, " +
      "the model this run was started with.",
  );
});

it("resolves an archived endpoint while it is enabled and serves the run's model", async () => {
  const gone = endpoint("x", "default", "m");
  const models = await open({ default: { endpointId: "x", model: "m" } }, [], [gone]);
  expect(ids(models.forGroup("default"))).toEqual(["x"]);
  await expect(
    open({ default: { endpointId: "x", model: "m" } }, [{ ...gone, enabled: false }]),
  ).rejects.toThrow("“Name of x” is disabled. Enable it on the Models page.");
  await expect(
    open({ default: { endpointId: "x", model: "older" } }, [gone]),
  ).rejects.toMatchObject({
    fault: "noModel",
    message: /now serves “m”, but this run was started with “older”/,
  });
  await expect(open({ default: { endpointId: "y", model: "m" } }, [gone])).rejects.toThrow(
    /has been deleted/,
  );
});

it("resolves every group of an old run without groups to the run's endpoint", async () => {
  const models = await open({}, [endpoint("a", "default", "m")]);
  expect([ids(models.forGroup("default")), ids(models.forGroup("judge"))]).toEqual([["a"], ["a"]]);
});
