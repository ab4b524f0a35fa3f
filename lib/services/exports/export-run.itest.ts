import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { readCsv } from "@/lib/container/testing/read-csv";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";

const document: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "files",
  title: "=Every kind of cell",
  summary: "For the files of a run.",
  instructions: "Answer as the person described.",
  rounds: 2,
  agents: {
    Person: {
      count: 5,
      profile: "You are {{ self.id }}.",
      attributes: {
        zeal: { type: "number", init: -1.5, dynamic: true },
        note: { type: "text", init: { constant: '=HYPERLINK("http://x","y"), and\na line' } },
        tags: { type: "list", of: { type: "text" }, init: { constant: ["a", "=b"] } },
        formulas: { type: "list", of: { type: "text" }, init: { constant: ["@SUM(A1)", "b"] } },
        keen: { type: "boolean", init: true },
        model: { type: "category", options: ["-low", "high"], init: { constant: "-low" } },
      },
    },
    Firm: {
      count: 2,
      profile: "You are {{ self.id }}.",
      attributes: {
        zeal: { type: "text", init: { constant: "+cmd" } },
        size: { type: "integer", init: "-3" },
      },
    },
  },
  actions: {
    speak: {
      prompt: "Say something.",
      inputs: {
        text: { type: "text", maxLength: 100 },
        amount: { type: "number", min: -10, max: 10 },
        tags: { type: "list", of: { type: "text", maxLength: 20 } },
        maybe: { type: "boolean", optional: true },
      },
      effects: [{ set: "self.zeal", to: "self.zeal - 1" }],
    },
    rest: { prompt: "Rest.", inputs: { hours: { type: "integer", min: 1, max: 9 } } },
  },
  phases: [
    { id: "talk", decide: "Person", do: ["speak"] },
    { id: "choose", decide: "Person", do: ["speak", "rest"] },
  ],
  measures: {
    zeal: { value: "mean(Person.map(p, p.zeal))", label: "-Mean zeal", unit: "=points" },
    late: { value: "1 / 3", at: "end" },
  },
};

const SPOKEN = { text: '=cmd|" /C calc"!A0', amount: -2.5, tags: ["x", "-y"], maybe: null };
const RESTED = { hours: 4 };

let installation: Installation;
let people: People;
let server: TestServer;
/** The server refuses from this call on. */
let refusesFrom = Infinity;
let runId: string;

const file = async (name: string, run = runId): Promise<string> => {
  const { content } = await installation.container.services.exportRun(SYSTEM, run, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};
const csv = async (name: string, run = runId) => readCsv(await file(name, run));

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  server = await startTestServer(({ body, at, response }) => {
    if (at > refusesFrom) return sendJson(response, 401, { error: { message: "no" } });
    const isChoice =
      (body as { response_format: { json_schema: { name: string } } }).response_format.json_schema
        .name === "choice";
    const answer = !isChoice
      ? SPOKEN
      : at % 2 === 0
        ? { choice: { action: "rest", ...RESTED } }
        : { choice: { action: "speak", ...SPOKEN } };
    sendJson(response, 200, chatCompletion(JSON.stringify(answer), { finish: "=stop" }));
  });
  const { services } = installation.container;
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "@lab",
    baseUrl: server.baseUrl,
    model: "=tiny",
    concurrency: 1,
  });
  // Round 1 has ten calls; the server fails in the first phase of round 2.
  refusesFrom = 13;
  const { runIds } = await services.startStudy(SYSTEM, {
    document,
    parameters: {},
    seed: 42,
    replicates: 1,
    endpointId: id,
  });
  runId = runIds[0] ?? "";
});
afterAll(async () => {
  await people.close();
  await installation.close();
  await server.close();
});

const PROVENANCE = [
  "source",
  "model",
  "run",
  "condition",
  "replicate",
  "seed",
  "fork_of",
  "fork_round",
];
const provenance = () => ({
  source: "simulated",
  model: "'=tiny",
  run: runId,
  condition: "baseline",
  replicate: "1",
  seed: "42",
  fork_of: "",
  fork_round: "",
});

describe("the files of a run", () => {
  it("hold complete rounds only while the run is under way", async () => {
    const run = await installation.settled(runId);
    expect(run.progress).toMatchObject({ status: "paused", decisions: 13, round: 2 });
    expect(new Set((await csv("agents.csv")).rows.map(({ round }) => round))).toEqual(
      new Set(["0", "1"]),
    );
    expect(
      (await csv("measures.csv")).rows.map(({ round, measure }) => `${measure} ${round}`),
    ).toEqual(["zeal 0", "zeal 1"]);
    // All decisions, of which the last ones are not yet committed.
    expect((await csv("decisions.csv")).rows).toHaveLength(13);
    expect(JSON.parse(await file("manifest.json"))).toMatchObject({
      status: "paused",
      totals: { decisions: 13 },
    });

    refusesFrom = Infinity;
    await installation.container.services.commandRun(SYSTEM, runId, "resume");
    expect((await installation.settled(runId)).progress).toMatchObject({
      status: "completed",
      decisions: 20,
      invalid: 0,
    });
  });

  it("include agents.csv: a row per agent and round, attributes in declared order", async () => {
    const { header, rows } = await csv("agents.csv");
    expect(header).toEqual([
      ...PROVENANCE,
      "round",
      "agent_type",
      "agent",
      "zeal",
      "note",
      "tags",
      "formulas",
      "keen",
      "attribute_model",
      "size",
    ]);
    expect(rows).toHaveLength((5 + 2) * 3);
    expect(
      new Set(rows.map(({ round, agent_type, agent }) => `${round} ${agent_type} ${agent}`)).size,
    ).toBe(rows.length);
    const persons = rows.filter(({ agent_type }) => agent_type === "Person");
    expect(persons[0]).toEqual({
      ...provenance(),
      round: "0",
      agent_type: "Person",
      agent: persons[0]?.agent,
      zeal: "-1.5",
      note: '\'=HYPERLINK("http://x","y"), and\na line',
      tags: "a; =b",
      formulas: "'@SUM(A1); b",
      keen: "true",
      attribute_model: "'-low",
      size: "",
    });
    // Numbers stay numbers in a column that another agent type uses for texts.
    expect(rows.find(({ agent_type }) => agent_type === "Firm")).toMatchObject({
      zeal: "'+cmd",
      size: "-3",
      note: "",
      tags: "",
      keen: "",
    });
    // Every agent spoke once a round and some twice: the value at the end of the round counts.
    const zeal = (round: string) =>
      persons.filter((row) => row.round === round).map((row) => Number(row.zeal));
    expect(zeal("0")).toEqual([-1.5, -1.5, -1.5, -1.5, -1.5]);
    for (const value of zeal("1")) expect([-2.5, -3.5]).toContain(value);
    expect(zeal("1")).toContain(-3.5);
  });

  it("include measures.csv with the values of the run page", async () => {
    const { header, rows } = await csv("measures.csv");
    expect(header).toEqual([
      ...PROVENANCE,
      "round",
      "measure",
      "label",
      "unit",
      "value",
      "problem",
    ]);
    expect(rows.map(({ measure, round }) => `${measure} ${round}`)).toEqual([
      "zeal 0",
      "zeal 1",
      "zeal 2",
      "late 2",
    ]);
    expect(rows[0]).toEqual({
      ...provenance(),
      round: "0",
      measure: "zeal",
      label: "'-Mean zeal",
      unit: "'=points",
      value: "-1.5",
      problem: "",
    });
    const [zeal, late] = await installation.container.services.listMeasures(SYSTEM, runId);
    expect(rows.slice(0, 3).map(({ value }) => Number(value))).toEqual(
      zeal?.points.map(({ value }) => value),
    );
    expect([Number(rows[3]?.value)]).toEqual(late?.points.map(({ value }) => value));
  });

  it("include decisions.csv: a row per decision, with its answer", async () => {
    const { header, rows } = await csv("decisions.csv");
    expect(header).toEqual([
      ...PROVENANCE,
      "step",
      "seq",
      "round",
      "phase",
      "agent_type",
      "agent",
      "decision",
      "kind",
      "about",
      "action",
      "offered",
      "status",
      "reason",
      "message",
      "used_fallback",
      "corrected",
      "trimmed",
      "null_values",
      "answer_text",
      "answer_amount",
      "answer_tags",
      "answer_maybe",
      "answer_hours",
      "endpoint",
      "prompt_tokens",
      "completion_tokens",
      "latency_ms",
      "attempts",
      "cost_usd",
      "reused",
      "finish_reason",
      "raw_answer",
    ]);
    expect(rows).toHaveLength(20);
    const common = {
      ...provenance(),
      decision: "0",
      kind: "action",
      status: "valid",
      reason: "",
      message: "",
      used_fallback: "false",
      corrected: "false",
      about: "",
      trimmed: "",
      endpoint: "'@lab",
      finish_reason: "'=stop",
      attempts: "1",
    };
    expect(rows[0]).toMatchObject({
      ...common,
      round: "1",
      phase: "talk",
      agent_type: "Person",
      action: "speak",
      offered: "1",
      prompt_tokens: "12",
      completion_tokens: "3",
      answer_text: '\'=cmd|" /C calc"!A0',
      answer_amount: "-2.5",
      answer_tags: "x; -y",
      answer_maybe: "",
      answer_hours: "",
      raw_answer: JSON.stringify(SPOKEN),
    });
    expect(rows.find(({ action }) => action === "rest")).toMatchObject({
      ...common,
      phase: "choose",
      offered: "2",
      answer_hours: "4",
      answer_text: "",
      answer_amount: "",
    });
    expect(
      rows
        .map(({ round, phase }) => `${round} ${phase}`)
        .filter((place, index, all) => place !== all[index - 1]),
    ).toEqual(["1 talk", "1 choose", "2 talk", "2 choose"]);
  });

  it("include a manifest that identifies the run and its digest", async () => {
    const run = await installation.container.services.getRun(SYSTEM, runId);
    expect(JSON.parse(await file("manifest.json"))).toMatchObject({
      format: "microcosm/manifest/1",
      run: runId,
      seed: 42,
      rounds: 2,
      parameters: {},
      status: "completed",
      digest: run.progress.digest,
      scenario: {
        name: "files",
        version: 1,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      model: { name: "=tiny", endpoint: "@lab", isDemo: false },
      totals: {
        decisions: 20,
        invalid: 0,
        rejected: 0,
        promptTokens: 240,
        completionTokens: 60,
        steps: run.progress.version,
      },
    });
  });

  it("include no others", async () => {
    const { services } = installation.container;
    expect(
      (await services.getRun(SYSTEM, runId)).files.map(({ group, name }) => `${group} ${name}`),
    ).toEqual([
      "results decisions.csv",
      "results measures.csv",
      "results steps.csv",
      "results manifest.json",
      "world agents.csv",
      "training sft.jsonl",
    ]);
    for (const name of ["", "prompts.csv", "world.csv", "../manifest.json", "__proto__"])
      await expect(services.exportRun(SYSTEM, runId, name)).rejects.toMatchObject({
        code: "notFound",
      });
    expect(await services.exportRun(SYSTEM, runId, "sft.jsonl")).toMatchObject({
      mediaType: "application/jsonl; charset=utf-8",
      name: `files-${runId.slice(-8)}-sft.jsonl`,
    });
  });

  it("release their connection when a reader leaves early", async () => {
    for (let time = 0; time < 12; time += 1) {
      const { content } = await installation.container.services.exportRun(
        SYSTEM,
        runId,
        "agents.csv",
      );
      for await (const chunk of content) if (chunk.length > 0) break;
    }
    expect((await csv("agents.csv")).rows).toHaveLength(21);
  });
});

describe("sft.jsonl", () => {
  type Example = {
    messages: { role: string; content: string }[];
    metadata: Record<string, unknown>;
  };
  const examples = async (): Promise<Example[]> =>
    (await file("sft.jsonl"))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Example);

  it("contains accepted and rewritten answers as chats, in the requested shape", async () => {
    const { services } = installation.container;
    expect(await examples()).toEqual([]);
    const [ada, ben]: Person[] = [await people.member("researcher"), await people.member("owner")];
    const { rows } = await services.listDecisions(SYSTEM, runId, { limit: 500 });
    const discussed = rows.filter(({ phase, round }) => phase === "talk" && round === 1);
    const rest = rows.find(({ action }) => action === "rest");
    const save = (actor: Person, row: (typeof rows)[number] | undefined, review: object) =>
      services.saveReview(
        actor,
        { runId, version: row?.version ?? -1, seq: row?.seq ?? -1 },
        review,
      );
    const better = { ...SPOKEN, text: "I would rather not say.", amount: 3 };

    await save(ada!, discussed[0], { score: 4 });
    await save(ada!, discussed[1], { score: 3 });
    await save(ada!, discussed[2], { score: 1, rewrite: better });
    await save(ada!, discussed[3], { rewrite: better });
    // A rewritten answer takes precedence over a later score.
    await save(ben!, discussed[3], { score: 5 });
    await save(ada!, discussed[4], { comment: "odd" });
    await save(ben!, rest, { score: 5 });

    const found = await examples();
    expect(found.map(({ metadata }) => metadata)).toEqual([
      {
        round: 1,
        phase: "talk",
        agent: discussed[0]?.agent,
        action: "speak",
        score: 4,
        rewritten: false,
      },
      {
        round: 1,
        phase: "talk",
        agent: discussed[2]?.agent,
        action: "speak",
        score: 1,
        rewritten: true,
      },
      {
        round: 1,
        phase: "talk",
        agent: discussed[3]?.agent,
        action: "speak",
        score: null,
        rewritten: true,
      },
      {
        round: rest?.round,
        phase: "choose",
        agent: rest?.agent,
        action: "rest",
        score: 5,
        rewritten: false,
      },
    ]);
    for (const { messages } of found)
      expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
    const detail = await services.getDecision(SYSTEM, {
      runId,
      version: discussed[0]?.version ?? -1,
      seq: discussed[0]?.seq ?? -1,
    });
    expect(found[0]?.messages.slice(0, 2).map(({ content }) => content)).toEqual([
      detail.system,
      detail.prompt,
    ]);
    const answers = found.map(({ messages }) => JSON.parse(messages[2]?.content ?? "") as unknown);
    expect(answers).toEqual([SPOKEN, better, better, { choice: { action: "rest", ...RESTED } }]);
  });
});

const trading: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "trading",
  title: "Rows that come and go",
  summary: "For the files of the world.",
  instructions: "Answer as the person described.",
  rounds: 3,
  agents: { Person: { count: 4, profile: "You are {{ self.id }}." } },
  tables: {
    Order: {
      label: "Orders",
      attributes: {
        buyer: { type: "ref", to: "Person" },
        others: { type: "list", of: { type: "ref", to: "Person" } },
        price: { type: "number", dynamic: true },
        note: { type: "text", init: { constant: "=SUM(A1:A9)" } },
        round: { type: "integer" },
      },
    },
    Nothing: {},
  },
  networks: {
    Ties: {
      between: ["Person", "Person"],
      generate: { kind: "complete" },
      attributes: {
        strength: { type: "number", init: -0.5 },
        note: { type: "text", init: { constant: "-2+3" } },
      },
    },
  },
  world: {
    price: { type: "number", init: 10, dynamic: true },
    seed: { type: "text", init: { constant: "@home" } },
    open: { type: "boolean", init: true },
  },
  conversations: {
    chat: {
      members: "Person",
      maxTurns: 2,
      prompt: "Say something.",
      inputs: { mood: { type: "integer", min: 1, max: 5 } },
    },
  },
  phases: [
    {
      id: "trade",
      rules: [
        { set: "world.price", to: "world.price * 2" },
        { delete: "Ties[0]" },
        { forEach: "Order", as: "order", do: [{ set: "order.price", to: "order.price - 1" }] },
        {
          forEach: "Person.filter(p, p.id == 'Person-2' || p.id == 'Person-3')",
          as: "p",
          do: [
            {
              insert: "Order",
              row: {
                buyer: "p",
                others: "Person.filter(q, q != p)",
                price: "world.price",
                round: "round",
              },
            },
          ],
        },
        { delete: "Order.filter(order, order.round == round - 2)" },
      ],
    },
    { id: "talk", converse: "chat", if: "round <= 2" },
  ],
  measures: { ties: { value: "count(Ties)" } },
};

describe("the world round by round", () => {
  let traded: string;
  beforeAll(async () => {
    const { runIds } = await installation.container.services.startStudy(SYSTEM, {
      document: trading,
      parameters: {},
      seed: 7,
      replicates: 1,
    });
    traded = runIds[0] ?? "";
    expect((await installation.settled(traded)).progress).toMatchObject({
      status: "completed",
      invalid: 0,
    });
  });
  const rowsOf = async (name: string) => {
    const { header, rows } = await csv(name, traded);
    // R and pandas accept these as column names without changing them.
    expect(new Set(header).size).toBe(header.length);
    for (const one of header) expect(one).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
    expect(header.slice(0, 9)).toEqual([...PROVENANCE, "round"]);
    for (const row of rows)
      expect(row).toMatchObject({ source: "simulated", run: traded, replicate: "1", seed: "7" });
    return {
      own: header.slice(9),
      rows,
      perRound: ["0", "1", "2", "3"].map(
        (round) => rows.filter((row) => row.round === round).length,
      ),
    };
  };

  it("has a file per table, network and conversation, and one for its variables", async () => {
    const { services } = installation.container;
    const { files } = await services.getRun(SYSTEM, traded);
    const names = [
      "decisions.csv",
      "measures.csv",
      "steps.csv",
      "manifest.json",
      "agents.csv",
      "world.csv",
      "table-Order.csv",
      "table-Nothing.csv",
      "network-Ties.csv",
      "table-chat.csv",
      "sft.jsonl",
    ];
    expect(files.map(({ name }) => name)).toEqual(names);
    expect(files.find(({ name }) => name === "table-Order.csv")).toEqual({
      name: "table-Order.csv",
      group: "world",
      row: "One row per round and row of Orders",
      columns: "Rows at the end of the round: id, buyer, others, price, note, attribute_round.",
    });
    for (const { name } of files)
      expect(await services.exportRun(SYSTEM, traded, name)).toMatchObject({
        name: `trading-${traded.slice(-8)}-${name}`,
      });
    // Neither internal tables of the engine nor a table under a file name of another kind.
    for (const name of [
      "table-$step.csv",
      "table-Person.csv",
      "table-world.csv",
      "table-Ties.csv",
      "network-Order.csv",
      "network-chat.csv",
      "table-order.csv",
    ])
      await expect(services.exportRun(SYSTEM, traded, name)).rejects.toMatchObject({
        code: "notFound",
        message: `This run has no file “${name}”. It has ${names.join(", ")}.`,
      });
  });

  it("has the rows at the end of each round, as they were then, in table-Order.csv", async () => {
    const { own, rows, perRound } = await rowsOf("table-Order.csv");
    expect(own).toEqual(["id", "buyer", "others", "price", "note", "attribute_round"]);
    expect(perRound).toEqual([0, 2, 4, 4]);
    expect(rows.map(({ round, id, price }) => `${round} ${id} ${price}`)).toEqual([
      "1 Order-1 20",
      "1 Order-2 20",
      "2 Order-1 19",
      "2 Order-2 19",
      "2 Order-3 40",
      "2 Order-4 40",
      "3 Order-3 39",
      "3 Order-4 39",
      "3 Order-5 80",
      "3 Order-6 80",
    ]);
    expect(rows[1]).toMatchObject({
      buyer: "Person-3",
      others: "Person-1; Person-2; Person-4",
      note: "'=SUM(A1:A9)",
      attribute_round: "1",
    });
    expect((await rowsOf("table-Nothing.csv")).own).toEqual(["id"]);
  });

  it("has the ties of each round by their ends in network-Ties.csv", async () => {
    const { own, rows, perRound } = await rowsOf("network-Ties.csv");
    expect(own).toEqual(["id", "attribute_source", "attribute_target", "strength", "note"]);
    expect(perRound).toEqual([6, 5, 4, 3]);
    const [measured] = await installation.container.services.listMeasures(SYSTEM, traded);
    expect(measured?.points.map(({ value }) => value)).toEqual(perRound);
    const tiesOf = (round: string) =>
      rows.filter((row) => row.round === round).map((row) => row.id);
    expect(tiesOf("3")).toEqual(tiesOf("0").slice(3));
    const pairs = rows
      .filter(({ round }) => round === "0")
      .map((row) =>
        [row.attribute_source, row.attribute_target]
          .sort((a = "", b = "") => a.localeCompare(b))
          .join(" "),
      );
    expect(new Set(pairs)).toEqual(
      new Set(
        [
          [1, 2],
          [1, 3],
          [1, 4],
          [2, 3],
          [2, 4],
          [3, 4],
        ].map(([a, b]) => `Person-${a} Person-${b}`),
      ),
    );
    expect(rows[0]).toMatchObject({ strength: "-0.5", note: "'-2+3" });
  });

  it("has a row per round in world.csv", async () => {
    const { own, rows } = await rowsOf("world.csv");
    expect(own).toEqual(["price", "attribute_seed", "open"]);
    expect(
      rows.map(({ round, price, attribute_seed, open }) => [round, price, attribute_seed, open]),
    ).toEqual(
      ["10", "20", "40", "80"].map((price, round) => [String(round), price, "'@home", "true"]),
    );
  });

  it("has the turns so far in the file of a conversation", async () => {
    const { own, rows, perRound } = await rowsOf("table-chat.csv");
    expect(own).toEqual([
      "id",
      "conversation",
      "attribute_round",
      "turn",
      "speaker",
      "text",
      "mood",
    ]);
    expect(perRound).toEqual([0, 2, 4, 4]);
    // Each turn once: those of the round itself.
    const turns = (await csv("decisions.csv", traded)).rows.filter(({ kind }) => kind === "turn");
    expect(
      rows
        .filter((row) => row.round === row.attribute_round)
        .map(({ conversation, speaker, text, mood }) => [
          `chat#${conversation}`,
          speaker,
          text,
          mood,
        ]),
    ).toEqual(
      turns.map(({ about, agent, answer_text, answer_mood }) => [
        about,
        agent,
        answer_text,
        answer_mood,
      ]),
    );
    expect(rows.map(({ turn }) => turn)).toEqual([
      "1",
      "2",
      "1",
      "2",
      "1",
      "2",
      "1",
      "2",
      "1",
      "2",
    ]);
  });
});
