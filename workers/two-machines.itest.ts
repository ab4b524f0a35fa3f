import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@/lib/adapters/process/free-port";
import { SYSTEM } from "@/lib/domain/access";
import { canMakeMachines, openMachine, type Machine } from "@/lib/container/testing/machines";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";

const STUDY = {
  template: "opinion-dynamics",
  parameters: { voters: 150 },
  rounds: 2,
  seed: 7,
  replicates: 1,
};
const able = spawnSync("redis-server", ["--version"]).status === 0 && canMakeMachines();

if (!able)
  it.skip("two machines: redis-server and `ip netns` as root are needed to include this test");

describe.runIf(able)(
  "workers on two machines that share nothing but the database, Redis and the endpoint",
  () => {
    let redis: ChildProcess;
    let installation: Installation;
    let machines: readonly Machine[] = [];
    let DEMO_MODEL_URL: string;

    beforeAll(async () => {
      const port = await freePort();
      redis = spawn(
        "redis-server",
        [
          "--port",
          String(port),
          "--bind",
          "127.0.0.1",
          "--save",
          "",
          "--appendonly",
          "no",
          "--protected-mode",
          "no",
        ],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      if (!redis.stdout) throw new Error("redis-server has no output");
      for await (const line of createInterface({ input: redis.stdout }))
        if (line.includes("Ready to accept connections")) break;
      redis.stdout.resume();
      // Slow enough for a step to have a middle.
      installation = await openInstallation({
        redisUrl: `redis://127.0.0.1:${port}`,
        demoModelArguments: ["--latency-ms", "30"],
        callsAtOnce: 8,
      });
      const ports = [installation.databaseUrl, installation.demoModelUrl].map((url) =>
        Number(new URL(url).port),
      );
      machines = await Promise.all([0, 1].map((number) => openMachine(number, [...ports, port])));
      // An address of the endpoint that is the same for all.
      DEMO_MODEL_URL = installation.demoModelUrl.replace("127.0.0.1", machines[0]?.host ?? "");
      await installation.container.services.ensureBuiltInEndpoint(DEMO_MODEL_URL);
    });
    afterAll(async () => {
      await installation.close();
      for (const machine of machines) machine.close();
      const ended = once(redis, "exit");
      redis.kill("SIGTERM");
      await ended;
    });

    const started = async (): Promise<string> =>
      (await installation.container.services.startStudy(SYSTEM, STUDY)).runIds[0] ?? "";

    it("come to the digest that one worker comes to, though one machine is lost in the middle of a step", async () => {
      const [one, other] = machines as [Machine, Machine];
      const alone = await installation.startWorker({ DEMO_MODEL_URL });
      const { progress } = await installation.settled(await started(), 90);
      expect(progress).toMatchObject({
        status: "completed",
        digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      await alone.stop();

      const [lost, survivor] = await Promise.all(
        [one, other].map((machine) => installation.startWorker({ DEMO_MODEL_URL }, machine)),
      );
      const runId = await started();
      await installation.until(
        runId,
        (run) => run.progress.round === 1 && run.progress.stepDone > 20,
        60,
      );
      await lost?.kill();
      const rest = await installation.settled(runId, 90);
      expect(rest.progress).toMatchObject({
        status: "completed",
        digest: progress.digest,
        decisions: progress.decisions,
      });
      expect(await survivor?.stop()).toBe(0);
    });

    it("are cut off from everything else", () => {
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
          `require("node:net").connect(${port}, "${address}").on("connect", () => process.exit(0)).on("error", () => process.exit(7))`,
        ]).status;
      const { port } = new URL(installation.databaseUrl);
      expect([reach("127.0.0.1", port), reach(host, port)]).toEqual([7, 0]);
    });
  },
);
