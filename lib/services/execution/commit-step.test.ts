import { expect, it } from "vitest";
import { commitStep } from "./commit-step";
import { ShardInterrupted } from "./decide-shard";
import { TryLater } from "./ports";
import { Gate } from "../concurrency/semaphore";
import type { ExecutionPorts } from "./ports";

it("begins no commit that waited for its turn until the worker was told to stop", async () => {
  const commits = new Gate(1);
  const seen: string[] = [];
  const get = (runId: string) => Promise.resolve(seen.push(runId)).then(() => null);
  const ports = {
    replicas: { commits },
    runs: { get },
    pool: { processes: () => 1 },
  } as unknown as ExecutionPorts;
  const stopping = new AbortController();
  const leave = await commits.enter();
  const waiting = commitStep(ports, { runId: "waits", version: 0, epoch: 0 }, stopping.signal);
  stopping.abort();
  leave();
  await expect(waiting).rejects.toThrow(ShardInterrupted);
  expect(seen).toEqual([]);
  await commitStep(ports, { runId: "comes", version: 0, epoch: 0 }, new AbortController().signal);
  expect(seen).toEqual(["comes"]);
});

it("leaves a run to other processes when its turn does not come soon", async () => {
  const commits = new Gate(1);
  const ports = {
    replicas: { commits },
    pool: { processes: () => 2 },
  } as unknown as ExecutionPorts;
  await commits.enter();
  await expect(
    commitStep(ports, { runId: "waits", version: 0, epoch: 0 }, new AbortController().signal),
  ).rejects.toThrow(TryLater);
});
