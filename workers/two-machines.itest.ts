import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/access";
import { canMakeMachines, openMachine, type Machine } from "@/lib/container/testing/machines";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import {
  hasRedisServer,
  startRedisServer,
  type RedisServer,
} from "@/lib/container/testing/redis-server";

const STUDY = {
  template: "opinion-dynamics",
  parameters: { voters: 150 },
  rounds: 2,
  seed: 7,
  replicates: 1,
};
const able = hasRedisServer && canMakeMachines();

if (!able)
  it.skip("two machines: redis-server and `ip netns` as root are needed to include this test");

describe.runIf(able)(
  "workers on two machines that share nothing but the database, Redis and the endpoint",
  () => {
    let redis: RedisServer;
    let installation: Installation;
    let machines: readonly Machine[] = [];
    let DEMO_MODEL_URL: string;

    beforeAll(async () => {
      redis = await startRedisServer(["--protected-mode", "no"]);
      installation = await openInstallation({ redisUrl: redis.url, callsAtOnce: 8 });
      const ports = [installation.databaseUrl, installation.demoModelUrl].map((url) =>
        Number(new URL(url).port),
      );
      machines = await Promise.all(
        [0, 1].map((number) => openMachine(number, [...ports, redis.port])),
      );
      // An address of the endpoint that is the same on both machines.
      DEMO_MODEL_URL = installation.demoModelUrl.replace("127.0.0.1", machines[0]?.host ?? "");
      await installation.container.services.ensureBuiltInEndpoint(DEMO_MODEL_URL);
    });
    afterAll(async () => {
      await installation.close();
      for (const machine of machines) machine.close();
      await redis.stop();
    });

    const started = async (): Promise<string> =>
      (await installation.container.services.startStudy(SYSTEM, STUDY)).runIds[0] ?? "";

    it("reach the digest of a single worker, also when one machine is lost", async () => {
      const [one, other] = machines as [Machine, Machine];
      const alone = await installation.startWorker({ DEMO_MODEL_URL });
      const { progress } = await installation.settled(await started());
      expect(progress).toMatchObject({
        status: "completed",
        digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      await alone.stop();

      const [lost, survivor] = await Promise.all(
        [one, other].map((machine) => installation.startWorker({ DEMO_MODEL_URL }, machine)),
      );
      installation.gate.hold(Math.round(progress.decisions / 2) + 20);
      const runId = await started();
      await installation.gate.untilHeld();
      await installation.until(runId, (run) => run.progress.stepDone > 5);
      await lost?.kill();
      installation.gate.release();
      const rest = await installation.settled(runId);
      expect(rest.progress).toMatchObject({
        status: "completed",
        digest: progress.digest,
        decisions: progress.decisions,
      });
      expect(await survivor?.stop()).toBe(0);
    });

    it("reach only the granted ports", () => {
      const [
        {
          command: [program = "", ...words],
          host,
        },
      ] = machines as [Machine];
      const reach = (address: string, port: string): number | null =>
        spawnSync(program, [
          ...words,
          process.execPath,
          "-e",
          `require("node:net").connect(${port}, "${address}").on("connect", () => ` +
            `process.exit(0)).on("error", () => process.exit(7))`,
        ]).status;
      const { port } = new URL(installation.databaseUrl);
      expect([reach("127.0.0.1", port), reach(host, port)]).toEqual([7, 0]);
    });
  },
);
