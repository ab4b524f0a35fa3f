import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { readCsv } from "@/lib/container/testing/read-csv";
import { waitFor } from "@/lib/container/testing/wait-for";
import { forkRun } from "@/lib/contracts/forks";
import { pollInput } from "@/lib/contracts/polls";
import { decisionQuery } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";

/** Four persons; every second of them has no income, and all hear a message without a topic. */
const document: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "nulls",
  title: "Values that are missing",
  summary: "Some profiles and all messages print attributes without a value.",
  instructions: "Answer as the person described.",
  rounds: 2,
  agents: {
    Person: {
      count: 4,
      attributes: {
        income: { type: "integer", init: "self.id in ['Person-1', 'Person-3'] ? null : 10" },
      },
      profile: "You earn {{ self.income }}.",
      memory: { kind: "short", keep: 5 },
    },
  },
  world: { topic: { type: "text", init: { constant: null } } },
  actions: {
    speak: {
      prompt: "Speak.",
      inputs: { text: { type: "text", maxLength: 40 } },
      effects: [{ tell: "self", text: "You spoke about {{ world.topic }}" }],
    },
  },
  phases: [{ id: "speaking", label: "Speaking", decide: "Person", do: ["speak"] }],
};

let installation: Installation;
let runId: string;
const services = () => installation.container.services;

const file = async (name: string) => {
  const { content } = await services().exportRun(SYSTEM, runId, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return readCsv(Buffer.concat(chunks).toString("utf8"));
};

beforeAll(async () => {
  installation = await openInstallation();
  await installation.workHere();
  runId =
    (
      await services().startStudy(SYSTEM, {
        document,
        parameters: {},
        seed: 3,
        replicates: 1,
      })
    ).runIds[0] ?? "";
  expect((await installation.settled(runId)).progress.status).toBe("completed");
});
afterAll(() => installation.close());

it("counts decisions by what was empty in their prompts, and lists only these", async () => {
  const { nullValues } = await services().countFaults(SYSTEM, runId);
  expect(nullValues).toEqual({
    prompts: 6,
    atLeast: false,
    expressions: [
      { expression: "self.income", count: 4 },
      { expression: "world.topic", count: 4 },
    ],
  });
  const page = await services().listDecisions(
    SYSTEM,
    runId,
    decisionQuery.parse({ nullValues: "yes" }),
  );
  expect(page).toMatchObject({ total: 6, atLeast: false });
  const details = await Promise.all(
    page.rows.map(({ version, seq }) => services().getDecision(SYSTEM, { runId, version, seq })),
  );
  expect(details.map(({ round, nullValues: names }) => [round, names])).toEqual(
    expect.arrayContaining([
      [1, "self.income"],
      [2, "world.topic"],
      [2, "self.income; world.topic"],
    ]),
  );
  expect(details.every(({ nullValues: names }) => names !== null)).toBe(true);
});

it("is a column of decisions.csv, empty where nothing was, and a fork copies it", async () => {
  const column = async () =>
    (await file("decisions.csv")).rows.map(({ null_values }) => null_values).sort();
  const original = await column();
  expect(original).toEqual(
    ["", "", "self.income", "self.income"].concat(
      ["self.income; world.topic", "self.income; world.topic"],
      ["world.topic", "world.topic"],
    ),
  );
  const fork = await services().forkRun(SYSTEM, runId, forkRun.parse({ round: 2 }));
  await installation.settled(fork.runId);
  expect((await services().countFaults(SYSTEM, fork.runId)).nullValues.prompts).toBe(6);
});

it("records it for polls and interviews", async () => {
  const { id: pollId } = await services().startPoll(
    SYSTEM,
    runId,
    pollInput.parse({
      label: "Topic",
      intro: "About {{ world.topic }}:",
      items: { trust: { type: "integer", min: 1, max: 7 } },
      agentType: "Person",
    }),
  );
  await waitFor(
    () => services().getPoll(SYSTEM, { runId, pollId }),
    ({ status }) => status === "completed",
  );
  const { rows } = await services().listPollAnswers(
    SYSTEM,
    { runId, pollId },
    { after: -1, limit: 10 },
  );
  expect(rows.map(({ nullValues }) => nullValues).sort()).toEqual([
    ...["self.income; world.topic", "self.income; world.topic"],
    ...["world.topic", "world.topic"],
  ]);
  expect((await file(`poll-${pollId}.csv`)).header).toContain("null_values");
  const agent = rows.find(({ nullValues }) => nullValues?.startsWith("self"))?.agent ?? "";
  const { question, answer } = await services().interviewAgent(SYSTEM, runId, {
    agent,
    text: "How are you?",
  });
  expect(question.nullValues).toBeNull();
  expect(answer.nullValues).toBe("self.income; world.topic");
});

it("tells the estimate of a study what is empty in its sample prompts", async () => {
  const { basis } = await services().estimateStudy(SYSTEM, {
    document,
    parameters: {},
    seed: 3,
    replicates: 1,
  });
  expect(basis.nullValues.prompts).toBeGreaterThan(0);
  expect(basis.nullValues.expressions.map(({ expression }) => expression).sort()).toEqual([
    "self.income",
    "world.topic",
  ]);
});
