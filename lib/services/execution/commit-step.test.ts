import { expect, it } from "vitest";
import { commitStep } from "./commit-step";
import { ShardInterruptedError } from "./decide-shard";
import { RetryLaterError } from "./ports";
import { Semaphore } from "../concurrency/semaphore";
import type { CommitStepPorts } from "./ports";

it("begins no commit once the worker stops, even if it already waits for a permit", async () => {
  const commitPermits = new Semaphore(1);
  const seen: string[] = [];
  const get = (runId: string) => Promise.resolve(seen.push(runId)).then(() => null);
  const ports = {
    replicas: { commitPermits },
    runs: { get },
    pool: { processes: () => 1 },
  } as unknown as CommitStepPorts;
  const stopping = new AbortController();
  const release = await commitPermits.acquire();
  const waiting = commitStep(ports, { runId: "waits", version: 0, epoch: 0 }, stopping.signal);
  stopping.abort();
  release();
  await expect(waiting).rejects.toThrow(ShardInterruptedError);
  expect(seen).toEqual([]);
  await commitStep(ports, { runId: "comes", version: 0, epoch: 0 }, new AbortController().signal);
  expect(seen).toEqual(["comes"]);
});

it("leaves the run to other processes when no permit is free in time", async () => {
  const commitPermits = new Semaphore(1);
  const ports = {
    replicas: { commitPermits },
    pool: { processes: () => 2 },
  } as unknown as CommitStepPorts;
  await commitPermits.acquire();
  await expect(
    commitStep(ports, { runId: "waits", version: 0, epoch: 0 }, new AbortController().signal),
  ).rejects.toThrow(RetryLaterError);
});
