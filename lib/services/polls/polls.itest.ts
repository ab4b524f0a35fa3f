import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { readCsv } from "@/lib/container/testing/read-csv";
import { waitFor } from "@/lib/container/testing/wait-for";
import { AppError } from "@/lib/contracts/errors";
import { pollInput, type PollDetail, type PollInput } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";

const ITEMS = {
  trust: { type: "integer", min: 1, max: 7, label: "How much do you trust the council?" },
  vote: { type: "category", options: ["=yes", "no"] },
  again: { type: "boolean", optional: true },
  why: { type: "text", maxLength: 80 },
};

let installation: Installation;
const services = () => installation.container.services;

const poll = (runId: string, input: PollInput) =>
  services().startPoll(SYSTEM, runId, pollInput.parse(input));
const answersTo = async (runId: string, pollId: string) =>
  (await services().listPollAnswers(SYSTEM, { runId, pollId }, { after: -1, limit: 500 })).rows;

const ended = (runId: string, pollId: string): Promise<PollDetail> =>
  waitFor(
    () => services().getPoll(SYSTEM, { runId, pollId }),
    ({ status }) => status !== "running",
  );

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const file = async (runId: string, name: string): Promise<string> => {
  const { content } = await services().exportRun(SYSTEM, runId, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

const start = async (
  parameters: { villagers: number },
  more: { endpointId?: string; rounds?: number } = {},
): Promise<string> =>
  (
    await services().startStudy(SYSTEM, {
      document: liveScenario,
      parameters,
      seed: 3,
      replicates: 1,
      ...more,
    })
  ).runIds[0] ?? "";

describe("a poll", () => {
  let runId: string;
  let digest: string | null;

  beforeAll(async () => {
    installation = await openInstallation();
    await installation.workHere();
    runId = await start({ villagers: 20 });
    ({ digest } = (await installation.settled(runId)).progress);
  });
  afterAll(() => installation.close());

  it("puts the scenario's questionnaire to all agents of a type, and counts answers", async () => {
    const asked = await poll(runId, { questionnaire: "mood", agentType: "Villager" });
    expect(asked).toMatchObject({
      label: "Mood",
      agentType: "Villager",
      status: "running",
      asked: 20,
      round: 4,
      problem: null,
      file: `poll-${asked.id}.csv`,
    });
    const done = await ended(runId, asked.id);
    expect(done).toMatchObject({
      status: "completed",
      answered: 20,
      invalid: 0,
      intro: "Three questions, {{ self.id }}.",
    });
    expect(done.finishedAt).not.toBeNull();
    expect(
      done.items.map(({ name, label, type, answers }) => [name, label, type, answers]),
    ).toEqual([
      ["happy", "happy", "boolean", 20],
      ["score", "Score", "integer", 20],
      ["colour", "colour", "category", 20],
    ]);
    const rows = await answersTo(runId, asked.id);
    expect(rows.map(({ seq, agent }) => `${seq} ${agent}`)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${index} Villager-${index + 1}`),
    );
    const scores = rows.map(({ values }) => Number(values?.score));
    const [, score, colour] = done.items;
    expect(score?.mean).toBeCloseTo(scores.reduce((sum, one) => sum + one, 0) / 20, 10);
    expect([score?.min, score?.max]).toEqual([Math.min(...scores), Math.max(...scores)]);
    expect(colour?.counts.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    expect(rows[2]?.prompt).toMatch(/You are Villager-3[^]*Three questions, Villager-3\./);
    expect(JSON.stringify(rows)).not.toContain("hidden-");
  });

  it("asks ad-hoc items of a sample", async () => {
    const ids = async (sample: PollInput["sample"]) => {
      const { id, asked } = await poll(runId, {
        label: "Council",
        intro: "Be frank, {{ self.id }}.",
        items: ITEMS,
        agentType: "Villager",
        ...(sample && { sample }),
      });
      expect(await ended(runId, id)).toMatchObject({
        status: "completed",
        answered: asked,
        label: "Council",
      });
      return (await answersTo(runId, id)).map(({ agent }) => agent);
    };
    const six = await ids({ kind: "random", size: 6, seed: 2 });
    expect(new Set(six).size).toBe(6);
    expect(await ids({ kind: "random", size: 6, seed: 2 })).toEqual(six);
    expect((await ids({ kind: "random", size: 9, seed: 2 })).slice(0, 6)).toEqual(six);
    expect(await ids({ kind: "random", size: 6, seed: 3 })).not.toEqual(six);
    expect(await ids({ kind: "random", size: 500 })).toHaveLength(20);
    const old = await ids({ kind: "where", where: "self.age > 50 && degree('Talks', self) > 0" });
    expect(old.length).toBeGreaterThan(0);
    expect(old.length).toBeLessThan(20);
    expect(
      await ids({ kind: "agents", agents: ["Villager-7", "Villager-2", "Villager-7"] }),
    ).toEqual(["Villager-7", "Villager-2"]);
  });

  it("tells none of them from no answer, on the page and in the file", async () => {
    const { id } = await poll(runId, {
      label: "Elders",
      items: {
        elders: { type: "list", of: { type: "ref", from: "Villager.filter(v, v.age > 900)" } },
        elder: { type: "ref", from: "Villager.filter(v, v.age > 900)", optional: true },
        mood: { type: "category", options: ["low", "high", "none"] },
      },
      agentType: "Villager",
    });
    const { items } = await ended(runId, id);
    expect(
      items.map(({ name, answers, none, unanswered }) => [name, answers, none, unanswered]),
    ).toEqual([
      ["elders", 20, 20, 0],
      ["elder", 0, 0, 20],
      ["mood", 20, 0, 0],
    ]);
    expect(items.map(({ scale }) => scale)).toEqual([null, null, ["low", "high", "none"]]);
    const { rows } = readCsv(await file(runId, `poll-${id}.csv`));
    const cells = (name: string) => new Set(rows.map((row) => row[name]));
    expect(cells("answer_elders")).toEqual(new Set(["[]"]));
    expect(cells("answer_elder")).toEqual(new Set([""]));
  });

  it("can be downloaded, with the leading columns of the other files", async () => {
    const { id } = await poll(runId, {
      label: "-Council",
      items: ITEMS,
      agentType: "Villager",
      sample: { kind: "random", size: 5 },
    });
    await ended(runId, id);
    const { header, rows } = readCsv(await file(runId, `poll-${id}.csv`));
    expect(header).toEqual([
      "source",
      "model",
      "run",
      "condition",
      "replicate",
      "seed",
      "fork_of",
      "fork_round",
      "poll",
      "poll_label",
      "round",
      "agent_type",
      "agent",
      "status",
      "reason",
      "message",
      "null_values",
      "answer_trust",
      "answer_vote",
      "answer_again",
      "answer_why",
      "answered_by",
      "endpoint",
      "prompt_tokens",
      "completion_tokens",
      "attempts",
      "cost_usd",
      "raw_answer",
    ]);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({
      source: "simulated",
      run: runId,
      poll: id,
      poll_label: "'-Council",
      round: "4",
      agent_type: "Villager",
      status: "valid",
      attempts: "1",
    });
    for (const { answer_trust, answer_vote } of rows) {
      expect(Number(answer_trust)).toBeGreaterThanOrEqual(1);
      expect(["'=yes", "no"]).toContain(answer_vote);
    }
    const other = await start({ villagers: 3 });
    for (const name of [
      `poll-${id}.csv`,
      "poll-00000000-0000-7000-8000-000000000000.csv",
      "poll-.csv",
    ])
      await expect(services().exportRun(SYSTEM, other, name)).rejects.toMatchObject({
        code: "notFound",
      });
    await installation.settled(other);
  });

  it("is neither remembered nor part of the run, at any time", async () => {
    const polled = await start({ villagers: 20 });
    await installation.until(polled, ({ progress }) => progress.round >= 1);
    const ids: string[] = [];
    for (let time = 0; time < 3; time += 1)
      ids.push((await poll(polled, { items: ITEMS, agentType: "Villager" })).id);
    const run = await installation.settled(polled);
    for (const id of ids)
      expect(await ended(polled, id)).toMatchObject({ status: "completed", answered: 20 });
    expect(run.progress.digest).toBe(digest);
    expect((await services().getRun(SYSTEM, polled)).progress).toEqual(run.progress);
    expect(await services().replayRun(SYSTEM, polled)).toMatchObject({ equal: true });
    expect((await services().listPolls(SYSTEM, polled)).map(({ id }) => id)).toEqual(
      ids.toReversed(),
    );
    const remembered = await installation.container.services.listDecisions(SYSTEM, polled, {
      limit: 500,
    });
    expect(remembered.rows.filter(({ kind }) => kind === "questionnaire")).toEqual([]);
  });

  it("is refused with a pointer per problem", async () => {
    const pointer = async (input: PollInput) =>
      (await refusal(poll(runId, input))).problems.map((problem) => problem.pointer);
    expect(await pointer({ questionnaire: "mod", agentType: "Villager" })).toEqual([
      "/questionnaire",
    ]);
    expect(await pointer({ questionnaire: "mood", agentType: "Vilager" })).toEqual(["/agentType"]);
    expect(await pointer({ items: {}, agentType: "Villager" })).toEqual(["/items"]);
    expect(await pointer({ items: { a: { type: "integr" } }, agentType: "Villager" })).toEqual([
      "/items/a/type",
    ]);
    expect(
      await pointer({ items: { a: { type: "integer", min: "self.ages" } }, agentType: "Villager" }),
    ).toEqual(["/items/a/min"]);
    expect(
      await pointer({ items: ITEMS, intro: "You are {{ self.nmae }}.", agentType: "Villager" }),
    ).toEqual(["/intro"]);
    expect(
      await pointer({
        items: ITEMS,
        agentType: "Villager",
        sample: { kind: "where", where: "self.ag > 3" },
      }),
    ).toEqual(["/sample/where"]);
    expect(
      await pointer({
        items: ITEMS,
        agentType: "Villager",
        sample: { kind: "where", where: "1 / (self.age - self.age) > 3 && [1][7] == 2" },
      }),
    ).toEqual(["/sample/where"]);
    expect(
      await pointer({
        items: ITEMS,
        agentType: "Villager",
        sample: { kind: "where", where: "false" },
      }),
    ).toEqual(["/sample"]);
    expect(
      await pointer({
        items: ITEMS,
        agentType: "Villager",
        sample: { kind: "agents", agents: ["Villager-1", "Elder-1"] },
      }),
    ).toEqual(["/sample/agents/1"]);
    expect(
      await pointer({ items: { a: { type: "text", label: "a\0" } }, agentType: "Villager" }),
    ).toEqual(["/items/a/label"]);
    for (const input of [
      { agentType: "Villager" },
      { agentType: "Villager", items: ITEMS, questionnaire: "mood" },
      { agentType: "Villager", items: ITEMS, sample: { kind: "random", size: 0 } },
    ]) {
      expect(pollInput.safeParse(input).success).toBe(false);
    }
    for (const id of ["x", "00000000-0000-7000-8000-000000000000"])
      expect(await refusal(services().getPoll(SYSTEM, { runId, pollId: id }))).toMatchObject({
        code: "notFound",
      });
  });
});

describe("an interrupted poll", () => {
  let server: TestServer;
  let refuses = false;

  beforeAll(async () => {
    installation = await openInstallation({ callsAtOnce: 4 });
    server = await startTestServer(({ body, at, response }) => {
      const { response_format } = body as { response_format: { json_schema: { name: string } } };
      if (response_format.json_schema.name !== "poll")
        return sendJson(
          response,
          200,
          chatCompletion(
            response_format.json_schema.name === "choice"
              ? '{"choice":{"action":"rest","hours":1}}'
              : '{"trust":5,"why":"x"}',
          ),
        );
      if (refuses && at % 3 === 0) return sendJson(response, 401, { error: { message: "no" } });
      sendJson(response, 200, chatCompletion('{"trust": 9, "vote": "no", "why": "."}'));
    });
  });
  afterAll(async () => {
    await installation.close();
    await server.close();
  });

  it("continues when its worker is killed, and asks no agent twice", async () => {
    const doomed = await installation.startWorker();
    const runId = await start({ villagers: 60 }, { rounds: 1 });
    await installation.settled(runId);
    installation.gate.hold(10);
    const { id } = await poll(runId, { items: ITEMS, agentType: "Villager" });
    await installation.gate.untilHeld();
    await waitFor(
      () => services().getPoll(SYSTEM, { runId, pollId: id }),
      ({ answered }) => answered > 5,
    );
    await doomed.kill();
    const left = await services().getPoll(SYSTEM, { runId, pollId: id });
    expect(left).toMatchObject({ status: "running", asked: 60 });
    expect(left.answered).toBeLessThan(60);
    installation.gate.release();
    const successor = await installation.startWorker();
    expect(await ended(runId, id)).toMatchObject({ status: "completed", answered: 60 });
    expect((await answersTo(runId, id)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 60 }, (_, seq) => seq),
    );
    await successor.stop();
  });

  it("fails with the reason of its endpoint, keeps its answers, and can be resumed", async () => {
    await installation.workHere();
    const { id: endpointId } = await services().createEndpoint(SYSTEM, {
      name: "Lab",
      baseUrl: server.baseUrl,
      model: "tiny",
      concurrency: 2,
    });
    const runId = await start({ villagers: 6 }, { endpointId });
    expect((await installation.settled(runId)).progress.status).toBe("completed");
    refuses = true;
    const { id } = await poll(runId, {
      items: { vote: { type: "category", options: ["yes", "no"] } },
      agentType: "Villager",
    });
    const failed = await ended(runId, id);
    expect(failed).toMatchObject({ status: "failed" });
    expect(failed.problem).toMatch(/Lab.*key/);
    expect(failed.answered).toBeLessThan(6);
    expect((await services().getRun(SYSTEM, runId)).progress.status).toBe("completed");
    refuses = false;
    expect(await services().resumePoll(SYSTEM, { runId, pollId: id })).toMatchObject({
      status: "running",
      problem: null,
    });
    expect(await ended(runId, id)).toMatchObject({ status: "completed", answered: 6 });
    expect(await refusal(services().resumePoll(SYSTEM, { runId, pollId: id }))).toMatchObject({
      code: "conflict",
    });

    const odd = await poll(runId, { items: ITEMS, agentType: "Villager" });
    const done = await ended(runId, odd.id);
    expect(done).toMatchObject({ status: "completed", answered: 6, invalid: 6 });
    expect(done.items[0]).toMatchObject({ answers: 0, mean: null });
    expect((await answersTo(runId, odd.id))[0]).toMatchObject({
      status: "invalid",
      reason: "outOfRange",
      values: null,
    });
  });
});
