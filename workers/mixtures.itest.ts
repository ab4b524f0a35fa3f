import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";
import { findTemplate } from "@/lib/domain/gallery";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { modelGroupOf } from "@/lib/engine";

const VOTERS = 100;
const SEED = 11;
const MIXTURE = { small: 0.7, large: 0.3 };

const opinion = findTemplate("opinion-dynamics");
const { Voter } = opinion?.agents ?? {};
const { post } = opinion?.actions ?? {};
if (!opinion || !Voter || !post) throw new Error("the template has voters who post");
/** Voters of two models; a third model writes their posts. */
const mixed: ScenarioDocument = {
  ...opinion,
  agents: {
    Voter: {
      ...Voter,
      attributes: { ...Voter.attributes, mind: { type: "text", init: "modelGroup(self)" } },
      model: MIXTURE,
    },
  },
  actions: { ...opinion.actions, post: { ...post, model: "writer" } },
};
const MODELS: Readonly<Record<string, string>> = {
  small: "microcosm-demo-2",
  large: "microcosm-demo-3",
  writer: "microcosm-demo-4",
};

type Asked = { agent: string; phase: string; model: string; endpoint: string };

describe("a population of two models", () => {
  let installation: Installation;
  let people: People;
  /** The reference: the run on one worker. */
  let first: { runId: string; digest: string | null; asked: Asked[] };

  const services = () => installation.container.services;
  const askedIn = async (runId: string): Promise<Asked[]> =>
    (
      await people.database.pool.query<Asked>(
        "SELECT d.agent, d.phase, d.model, d.endpoint FROM decision d JOIN run r ON r.key = " +
          "d.run WHERE r.id = $1 AND d.model IS NOT NULL ORDER BY d.version, d.seq",
        [runId],
      )
    ).rows;
  const start = async (): Promise<string> =>
    (
      await services().startStudy(SYSTEM, {
        document: mixed,
        parameters: { voters: VOTERS },
        rounds: 2,
        seed: SEED,
        replicates: 1,
      })
    ).runIds[0] ?? "";
  const add = (name: string, group: string) =>
    services().createEndpoint(SYSTEM, {
      name,
      baseUrl: installation.demoModelWith(`seed=${name.length}`),
      model: MODELS[group] ?? "",
      group,
    });

  beforeAll(async () => {
    installation = await openInstallation();
    people = openPeople(installation.databaseUrl);
    for (const [name, group] of [
      ["One", "small"],
      ["Another", "small"],
      ["Big one", "large"],
      ["Writer", "writer"],
    ] as const)
      await add(name, group);
    const worker = await installation.startWorker();
    const runId = await start();
    const { progress } = await installation.settled(runId);
    expect(progress).toMatchObject({ status: "completed", statusReason: null });
    first = { runId, digest: progress.digest, asked: await askedIn(runId) };
    const replayed = await services().replayRun(SYSTEM, runId);
    expect(replayed).toMatchObject({ equal: true });
    expect(await worker.stop()).toBe(0);
  });
  afterAll(async () => {
    await people.close();
    await installation.close();
  });

  it("asks each agent's own model, except where the task names another", () => {
    const ofAgents = first.asked.filter(({ phase }) => phase !== "speak");
    expect(ofAgents.length).toBeGreaterThan(VOTERS);
    for (const { agent, model } of ofAgents)
      expect(model).toBe(
        MODELS[modelGroupOf({ agents: mixed.agents as never }, SEED, "Voter", agent)],
      );
    expect(
      new Set(first.asked.filter(({ phase }) => phase === "speak").map(({ model }) => model)),
    ).toEqual(new Set(["microcosm-demo-4"]));
  });

  it("uses each model for about its share of the agents", () => {
    const own = new Map(
      first.asked
        .filter(({ phase }) => phase !== "speak")
        .map(({ agent, model }) => [agent, model]),
    );
    const small =
      [...own.values()].filter((model) => model === "microcosm-demo-2").length / own.size;
    expect(small).toBeGreaterThan(0.7 - 4 * Math.sqrt((0.7 * 0.3) / VOTERS));
    expect(small).toBeLessThan(0.7 + 4 * Math.sqrt((0.7 * 0.3) / VOTERS));
  });

  it("has the same digest on three workers and with one more endpoint in a group", async () => {
    await add("Third of the small ones", "small");
    const workers = await Promise.all([
      installation.startWorker(),
      installation.startWorker(),
      installation.startWorker(),
    ]);
    const runId = await start();
    const { progress } = await installation.settled(runId);
    expect(progress).toMatchObject({ status: "completed", digest: first.digest });
    const asked = await askedIn(runId);
    expect(asked.map(({ agent, phase, model }) => [agent, phase, model])).toEqual(
      first.asked.map(({ agent, phase, model }) => [agent, phase, model]),
    );
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  it("reports the endpoint of each group, and the group of each agent", async () => {
    const runId = await start();
    const run = await services().getRun(SYSTEM, runId);
    expect(run).toMatchObject({ model: "microcosm-demo-2, microcosm-demo-3, microcosm-demo-4" });
    expect(run.models).toMatchObject([
      {
        group: "small",
        choice: { group: "small" },
        model: "microcosm-demo-2",
        agents: [{ type: "Voter", share: 0.7 }],
      },
      { group: "large", model: "microcosm-demo-3", agents: [{ type: "Voter", share: 0.3 }] },
      {
        group: "writer",
        name: "group “writer”",
        model: "microcosm-demo-4",
        agents: [],
        tasks: [post.label ?? "post"],
      },
    ]);
    await services().commandRun(SYSTEM, runId, "cancel");
    const agents = await services().listAgents(SYSTEM, first.runId, { type: "Voter", limit: 200 });
    expect(agents.agents).toHaveLength(VOTERS);
    for (const { id, values } of agents.agents)
      expect(values["mind"]).toBe(
        modelGroupOf({ agents: mixed.agents as never }, SEED, "Voter", id),
      );
  });

  it("pauses when a group is switched off, and names it; a fork may choose another", async () => {
    const [writer] = (await services().listEndpoints(SYSTEM)).filter(
      ({ group }) => group === "writer",
    );
    if (!writer) throw new Error("the writer is gone");
    const { name, baseUrl, model } = writer;
    await services().updateEndpoint(SYSTEM, writer.id, { name, baseUrl, model, enabled: false });
    await expect(start()).rejects.toMatchObject({
      code: "invalid",
      problems: [{ pointer: "/models/writer" }],
    });
    await services().updateEndpoint(SYSTEM, writer.id, { name, baseUrl, model, enabled: true });

    const runId = await start();
    await services().updateEndpoint(SYSTEM, writer.id, { name, baseUrl, model, enabled: false });
    const worker = await installation.startWorker();
    await installation.until(runId, ({ progress }) => progress.status === "paused");
    const paused = await services().getRun(SYSTEM, runId);
    expect(paused.progress.statusReason).toContain(
      "All endpoints of the group “writer” that serve “microcosm-demo-4” are disabled",
    );
    const fork = await services().forkRun(SYSTEM, runId, {
      round: 1,
      models: { writer: { group: "large" } },
    });
    const done = await installation.settled(fork.runId);
    expect(done).toMatchObject({
      model: "microcosm-demo-2, microcosm-demo-3",
      progress: { status: "completed" },
    });
    expect((await services().listForks(SYSTEM, fork.runId)).origin?.change).toContain(
      "“writer” answered by group “large” instead of group “writer”",
    );
    await worker.stop();
  });
});
