import { afterAll, beforeAll, expect, it } from "vitest";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { readCsv } from "@/lib/container/testing/read-csv";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";

/**
 * Eight villagers judge, fall back without a usable answer, and then request something that only
 * some get.
 */
const document: ScenarioDocument = {
  ...liveScenario,
  rounds: 2,
  calls: { retries: 0 },
  actions: {
    judge: {
      prompt: "How much do you trust the council?",
      inputs: { trust: { type: "number", min: 0, max: 10 } },
      effects: [{ set: "self.trust", to: "arg.trust" }],
      fallback: { answer: { trust: "5" } },
    },
    ask: {
      prompt: "Ask for water.",
      inputs: { litres: { type: "integer", min: 1, max: 9 } },
      require: { that: "world.price < 6", else: "The well is empty." },
      effects: [{ set: "world.price", to: "world.price + 1" }],
    },
  },
  phases: [
    { id: "asking", label: "Asking", decide: "Villager", do: ["ask"] },
    { id: "judging", label: "Judging", decide: "Villager", do: ["judge"] },
  ],
};

let installation: Installation;
let server: TestServer;
let runId: string;
/** Answers of the server to judgements, in turn. */
const JUDGEMENTS: readonly { readonly text: string | null; readonly finish?: string }[] = [
  { text: '{"trust": 3}' },
  { text: '{"trust": 30}' },
  { text: "I trust them." },
  { text: "" },
  { text: '{"trust": 3', finish: "length" },
  { text: '{"trust": "much"}' },
  { text: '{"trust": 11}' },
  { text: "{}" },
];

beforeAll(async () => {
  installation = await openInstallation();
  await installation.workHere();
  let judged = 0;
  server = await startTestServer(({ body, response }) => {
    const { messages } = body as { messages: { content: string }[] };
    if (!messages.at(-1)?.content.includes("How much do you trust"))
      return sendJson(response, 200, chatCompletion('{"litres": 2}'));
    const { text, finish } = JUDGEMENTS[judged % JUDGEMENTS.length] ?? { text: null };
    judged += 1;
    sendJson(response, 200, chatCompletion(text, { ...(finish !== undefined && { finish }) }));
  });
  const { services } = installation.container;
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Lab",
    baseUrl: server.baseUrl,
    model: "tiny",
    concurrency: 1,
  });
  runId =
    (
      await services.startStudy(SYSTEM, {
        document,
        parameters: {},
        seed: 3,
        replicates: 1,
        endpointId: id,
      })
    ).runIds[0] ?? "";
  expect((await installation.settled(runId)).progress).toMatchObject({
    status: "completed",
    statusReason: null,
  });
});
afterAll(async () => {
  await installation.close();
  await server.close();
});

/** Of the eight judgements of a round one is valid; each of the others has another fault. */
const REASONS = { empty: 1, notJson: 1, truncated: 1, missing: 1, wrongType: 1, outOfRange: 2 };

it("counts unusable decisions by reason, in total and per phase", async () => {
  const faults = await installation.container.services.countFaults(SYSTEM, runId);
  const { progress } = await installation.container.services.getRun(SYSTEM, runId);
  // Water costs 3 at first: three get some before it costs 6; in the second round none is left.
  const expected = { decisions: 16, valid: 3, invalid: 0, rejected: 13, fallback: 0, reasons: {} };
  const twice = Object.fromEntries(
    Object.entries(REASONS).map(([reason, count]) => [reason, 2 * count]),
  );
  const judging = {
    decisions: 16,
    valid: 2,
    invalid: 14,
    rejected: 0,
    fallback: 14,
    reasons: twice,
  };
  expect(faults).toEqual({
    decisions: 32,
    valid: 5,
    invalid: 14,
    rejected: 13,
    fallback: 14,
    reasons: twice,
    failedAgents: [{ agent: "Villager-5", name: null, reason: "truncated", count: 2 }],
    unembedded: 0,
    nullValues: { prompts: 0, atLeast: false, expressions: [] },
    phases: [
      { phase: "asking", label: "Asking", ...expected },
      { phase: "judging", label: "Judging", ...judging },
    ],
  });
  expect(progress).toMatchObject({ decisions: 32, invalid: 14, rejected: 13 });
});

it("writes a row per step, with its faults and its digest, into steps.csv", async () => {
  const { services } = installation.container;
  const { content, mediaType } = await services.exportRun(SYSTEM, runId, "steps.csv");
  expect(mediaType).toBe("text/csv; charset=utf-8");
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const { header, rows } = readCsv(Buffer.concat(chunks).toString("utf8"));
  expect(header).toEqual([
    "source",
    "model",
    "run",
    "condition",
    "replicate",
    "seed",
    "fork_of",
    "fork_round",
    "step",
    "round",
    "phase",
    "decisions",
    "valid",
    "invalid",
    "rejected",
    "fallback",
    "invalid_empty",
    "invalid_refused",
    "invalid_notJson",
    "invalid_truncated",
    "invalid_missing",
    "invalid_wrongType",
    "invalid_outOfRange",
    "invalid_notAnOption",
    "invalid_tooLong",
    "invalid_tooShort",
    "invalid_tooMany",
    "invalid_tooFew",
    "invalid_promptTooLong",
    "invalid_invalidOutput",
    "invalid_unreadable",
    "invalid_serverError",
    "invalid_badRequest",
    "digest",
  ]);
  expect(rows.map(({ step, round, phase, decisions }) => [step, round, phase, decisions])).toEqual([
    ["0", "0", "setup", "0"],
    ["1", "1", "asking", "8"],
    ["2", "1", "judging", "8"],
    ["3", "2", "asking", "8"],
    ["4", "2", "judging", "8"],
  ]);
  expect(rows[1]).toMatchObject({
    valid: "3",
    invalid: "0",
    rejected: "5",
    fallback: "0",
    invalid_outOfRange: "0",
  });
  expect(rows[2]).toMatchObject({
    valid: "1",
    invalid: "7",
    rejected: "0",
    fallback: "7",
    invalid_outOfRange: "2",
    invalid_truncated: "1",
    invalid_tooLong: "0",
  });
  const { progress } = await services.getRun(SYSTEM, runId);
  expect(rows.at(-1)?.digest).toBe(progress.digest);
  expect(new Set(rows.map(({ digest }) => digest)).size).toBe(5);
});
