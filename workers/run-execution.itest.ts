import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/access";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";

const STUDY = {
  template: "opinion-dynamics",
  parameters: { voters: 60 },
  rounds: 3,
  seed: 7,
  replicates: 1,
};

describe("a run", () => {
  let installation: Installation;
  /** The reference: the same run on one worker without interruption. */
  let undisturbed: { digest: string | null; decisions: number };

  const startRun = async (): Promise<string> => {
    const { runIds } = await installation.container.services.startStudy(SYSTEM, STUDY);
    return runIds[0] ?? "";
  };

  /** Starts a run that stops within its second round until it is released. */
  const startHeldRun = async (): Promise<string> => {
    installation.gate.hold(Math.round(undisturbed.decisions / 2) + 10);
    const runId = await startRun();
    await installation.gate.untilHeld();
    await installation.until(
      runId,
      ({ progress }) => progress.round === 2 && progress.stepDone > 5,
    );
    return runId;
  };

  beforeAll(async () => {
    installation = await openInstallation({ callsAtOnce: 6 });
    const worker = await installation.startWorker();
    const run = await installation.settled(await startRun());
    expect(run.progress.status).toBe("completed");
    undisturbed = { digest: run.progress.digest, decisions: run.progress.decisions };
    expect(await worker.stop()).toBe(0);
  });
  afterAll(() => installation.close());

  it("has the same digest when its worker is killed and another continues", async () => {
    const doomed = await installation.startWorker();
    const runId = await startHeldRun();
    await doomed.kill();
    const { progress } = await installation.container.services.getRun(SYSTEM, runId);
    expect(progress.status).toBe("running");
    installation.gate.release();
    const successor = await installation.startWorker();
    const run = await installation.settled(runId);
    expect(run.progress).toMatchObject({ status: "completed", ...undisturbed });
    await successor.stop();
  });

  it("has the same digest on three workers, and records every decision once", async () => {
    const workers = await Promise.all([
      installation.startWorker(),
      installation.startWorker(),
      installation.startWorker(),
    ]);
    const run = await installation.settled(await startRun());
    expect(run.progress).toMatchObject({ status: "completed", ...undisturbed });
    const page = await installation.container.services.listDecisions(SYSTEM, run.id, {
      limit: 500,
    });
    const places = new Set(
      page.rows.map(({ round, phase, agent }) => `${round}/${phase}/${agent}`),
    );
    expect(places.size).toBe(page.rows.length);
    expect(page.total).toBe(run.progress.decisions);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  it("pauses, keeps recorded decisions, and continues to the same digest", async () => {
    const worker = await installation.startWorker();
    const runId = await startHeldRun();
    await installation.container.services.commandRun(SYSTEM, runId, "pause");
    const paused = await installation.container.services.getRun(SYSTEM, runId);
    expect(paused.progress.status).toBe("paused");
    installation.gate.release();
    await installation.container.services.commandRun(SYSTEM, runId, "resume");
    const run = await installation.settled(runId);
    expect(run.progress).toMatchObject({ status: "completed", ...undisturbed });
    await worker.stop();
  });
});
