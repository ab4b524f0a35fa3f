import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRedis } from "@/lib/adapters/queue/check-redis";
import { LAUNCHER } from "@/lib/config/project-root";
import { pollInput } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import {
  hasRedisServer,
  startRedisServer,
  type RedisServer,
} from "@/lib/container/testing/redis-server";

const STUDY = {
  template: "opinion-dynamics",
  parameters: { voters: 40 },
  rounds: 2,
  seed: 7,
  replicates: 1,
};
if (!hasRedisServer)
  it.skip("the queue on Redis: redis-server is not on the PATH, install it to include this test");

describe.runIf(hasRedisServer)("with the queue on Redis", () => {
  let server: RedisServer;
  let redisUrl: string;
  let onRedis: Installation;

  beforeAll(async () => {
    server = await startRedisServer();
    redisUrl = server.url;
    onRedis = await openInstallation({ redisUrl, callsAtOnce: 4 });
  });
  afterAll(async () => {
    await onRedis.close();
    await server.stop();
  });

  const startOn = async ({ container }: Installation): Promise<string> =>
    (await container.services.startStudy(SYSTEM, STUDY)).runIds[0] ?? "";

  it("a run has the same digest as on Postgres, also after a kill of its worker", async () => {
    const onPostgres = await openInstallation();
    const reference = onPostgres
      .workHere()
      .then(() => startOn(onPostgres))
      .then((runId) => onPostgres.settled(runId))
      .finally(() => onPostgres.close());

    await checkRedis(redisUrl);
    const doomed = await onRedis.startWorker();
    const undisturbed = await onRedis.settled(await startOn(onRedis));
    onRedis.gate.hold(Math.round(undisturbed.progress.decisions / 2) + 10);
    const runId = await startOn(onRedis);
    await onRedis.gate.untilHeld();
    await onRedis.until(runId, ({ progress }) => progress.stepDone > 0);
    await doomed.kill();
    expect((await onRedis.container.services.getRun(SYSTEM, runId)).progress.status).toBe(
      "running",
    );

    onRedis.gate.release();
    const successors = await Promise.all([onRedis.startWorker(), onRedis.startWorker()]);
    const run = await onRedis.settled(runId);
    const { progress } = await reference;
    expect(progress).toMatchObject({
      status: "completed",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(undisturbed.progress).toMatchObject({
      status: "completed",
      digest: progress.digest,
      decisions: progress.decisions,
    });
    expect(run.progress).toMatchObject({
      status: "completed",
      digest: progress.digest,
      decisions: progress.decisions,
    });

    // Polls have a separate queue.
    const { services } = onRedis.container;
    const items = { trust: { type: "integer", min: 1, max: 7 } };
    const { id } = await services.startPoll(
      SYSTEM,
      runId,
      pollInput.parse({
        label: "Trust",
        items,
        agentType: "Voter",
        sample: { kind: "random", size: 10 },
      }),
    );
    await expect
      .poll(async () => (await services.getPoll(SYSTEM, { runId, pollId: id })).status)
      .toBe("completed");
    expect(await services.getPoll(SYSTEM, { runId, pollId: id })).toMatchObject({ answered: 10 });
    expect(await Promise.all(successors.map((worker) => worker.stop()))).toEqual([0, 0]);
  });

  it("a command uses the workers and endpoints of the installation, and ends", async () => {
    const { services } = onRedis.container;
    const worker = await onRedis.startWorker();
    const DATA_DIR = mkdtempSync(join(tmpdir(), "microcosm-joins-"));
    try {
      const words = [
        "run",
        "template:opinion-dynamics",
        "--param",
        "voters=12",
        "--rounds",
        "1",
        "--seed",
        "3",
      ];
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [LAUNCHER, "cli/microcosm.ts", ...words],
        {
          env: { ...process.env, DATABASE_URL: onRedis.databaseUrl, REDIS_URL: redisUrl, DATA_DIR },
        },
      );
      const ended = JSON.parse(stdout) as { runId: string; status: string };
      expect(ended.status).toBe("completed");
      expect((await services.getRun(SYSTEM, ended.runId)).progress).toMatchObject({
        status: "completed",
        round: 1,
      });
      expect((await services.listEndpoints(SYSTEM)).map(({ baseUrl }) => baseUrl)).toEqual([
        onRedis.demoModelUrl,
      ]);
      expect((await services.getLivePool(SYSTEM)).workers).toBe(1);
    } finally {
      rmSync(DATA_DIR, { recursive: true, force: true });
      await worker.stop();
    }
  });
});
