import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";
import { scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario, hashEmbedding, openSimulation, simulate } from "@/lib/engine";

let installation: Installation;
let people: People;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

/**
 * Enough people for several shards, who are told what they said, forget most of it, and
 * occasionally draw conclusions.
 */
const village: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "village-diary",
  title: "Diaries of a village",
  summary: "Villagers note what happens to them.",
  instructions: "Answer as the person described.",
  rounds: 4,
  agents: {
    Villager: {
      count: 60,
      attributes: { age: { type: "integer", init: { distribution: "uniform", min: 20, max: 80 } } },
      profile: "You are {{ self.id }}, {{ self.age }} years old.",
      memory: {
        kind: "reflection",
        keep: 1,
        retrieve: 2,
        threshold: 1,
        insights: 2,
        importance: "model",
      },
    },
  },
  actions: {
    note: {
      prompt: "It is day {{ round }}. What did you do at the market?",
      inputs: { text: { type: "text", maxLength: 120 }, pleased: { type: "boolean" } },
      effects: [
        { tell: "self", text: "You noted: {{ arg.text }}" },
        {
          tell: "self",
          text: "The weather was {% if arg.pleased %}fine{% else %}dull{% endif %}.",
          importance: 0.1,
        },
      ],
    },
  },
  phases: [{ id: "day", decide: "Villager", do: ["note"] }],
};

const services = () => installation.container.services;

async function play(document: ScenarioDocument, endpointId?: string) {
  const { runIds } = await services().startStudy(SYSTEM, {
    document,
    parameters: {},
    seed: 5,
    replicates: 1,
    ...(endpointId !== undefined && { endpointId }),
  });
  const run = await installation.settled(runIds[0] ?? "");
  expect(run.progress).toMatchObject({ status: "completed", statusReason: null });
  const { pool } = people.database;
  const {
    rows: [place],
  } = await pool.query<{ key: number; embedder_id: string | null; digest: string }>(
    "SELECT key, embedder_id, digest FROM run WHERE id = $1",
    [runIds[0]],
  );
  if (!place) throw new Error("the run is gone");
  const { rows: decisions } = await pool.query<{
    kind: string;
    agent: string;
    round: number;
    head: string;
    prompt: string;
    raw: string;
    attempts: number;
    trimmed: string | null;
  }>(
    `SELECT kind, agent, round, prompt, raw, attempts, trimmed
     FROM decision WHERE run = $1 ORDER BY version, seq`,
    [place.key],
  );
  const { rows: memories } = await pool.query<{
    agent: string;
    kind: string;
    text: string;
    importance: number;
    cites: string[];
    embedding: Buffer | null;
    embedder: string | null;
    id: string;
  }>(
    `SELECT agent, kind, text, importance, cites, embedding, embedder, version || '.' || seq AS id
     FROM memory WHERE run = $1 ORDER BY version, seq`,
    [place.key],
  );
  return { ...place, decisions, memories };
}

it("asks the same as an in-memory run, and stores embeddings and citations", async () => {
  const { decisions, memories, digest, embedder_id } = await play(village);
  expect(embedder_id).toBeNull();

  const recorded = new Map(decisions.map(({ prompt, raw }) => [prompt, raw]));
  const missed: string[] = [];
  const simulated = await simulate(
    openSimulation(compileScenario(scenario.parse(village)), { parameters: {}, seed: 5 }),
    ({ messages }) => {
      const prompt = messages.find(({ role }) => role === "user")?.content ?? "";
      if (!recorded.has(prompt)) missed.push(prompt);
      return recorded.get(prompt) ?? "";
    },
  );
  expect(missed).toEqual([]);
  expect(simulated.digest).toBe(digest);

  expect(memories.every(({ embedder }) => embedder === "hashing")).toBe(true);
  for (const { text, embedding } of memories.slice(0, 50))
    expect(embedding).toEqual(Buffer.from(hashEmbedding(text).buffer));
  const insights = memories.filter(({ kind }) => kind === "insight");
  expect(insights.length).toBeGreaterThan(0);
  const owners = new Map(memories.map(({ id, agent, kind }) => [id, { agent, kind }]));
  for (const { agent, cites } of insights) {
    expect(cites.length).toBeGreaterThan(0);
    for (const id of cites) expect(owners.get(id)).toEqual({ agent, kind: "told" });
  }
  const last = decisions.filter(({ kind, round }) => kind === "action" && round === 4);
  expect(last.some(({ prompt }) => prompt.includes(", a conclusion of yours: "))).toBe(true);
  expect(last.every(({ prompt }) => (prompt.match(/^- (Round|Before)/gm) ?? []).length <= 3)).toBe(
    true,
  );
  expect(decisions.every(({ trimmed }) => trimmed === null)).toBe(true);
});

it("embeds each memory once at the endpoint that was pinned when the run started", async () => {
  const endpoint = await services().createEndpoint(SYSTEM, {
    name: "Embeds",
    baseUrl: installation.demoModelUrl,
    model: "microcosm-demo",
    group: "embeddings",
  });
  // Hashing must not take its place before it was tested.
  await expect(play({ ...village, rounds: 1 }, endpoint.id)).rejects.toThrow(
    "“Embeds” of the group “embeddings” has not passed its test",
  );
  await services().testEndpoint(SYSTEM, {
    baseUrl: endpoint.baseUrl,
    model: endpoint.model,
    endpointId: endpoint.id,
  });
  const served = async (): Promise<number> => {
    const response = await fetch(new URL("/stats", installation.demoModelUrl)).catch(
      () => undefined,
    );
    return response?.ok
      ? Number(((await response.json()) as { embeddings?: number }).embeddings ?? 0)
      : 0;
  };
  const before = await served();
  const { embedder_id, memories, decisions } = await play(village);
  expect(embedder_id).toBe(endpoint.id);
  // Messages of the last round are never needed.
  const embedded = memories.filter(({ embedder }) => embedder !== null);
  expect(new Set(embedded.map(({ embedder }) => embedder))).toEqual(new Set([endpoint.id]));
  expect(embedded.every(({ embedding }) => embedding?.length === 256)).toBe(true);
  expect(embedded.length).toBeGreaterThan(60 * 2 * 3 - 1);
  expect(decisions.some(({ prompt }) => prompt.includes("What you remember:"))).toBe(true);
  // Calls hold many texts: far fewer calls than decisions.
  expect((await served()) - before).toBeLessThan(60);
});

it("reports on the decision what was cut from its prompt", async () => {
  const long = Array.from(
    { length: 60 },
    (_, at) => `In year ${at} nothing much happened to you.`,
  ).join("\n");
  const agents = {
    Villager: {
      ...village.agents["Villager"],
      count: 2,
      profile: `You are {{ self.id }}.\n${long}`,
    },
  } as ScenarioDocument["agents"];
  const { decisions } = await play({
    ...village,
    agents,
    rounds: 1,
    calls: { budget: { profile: 100 } },
  });
  const [first] = decisions;
  expect(first?.trimmed).toBe("profile");
  expect(first?.prompt).toContain("nothing much happened to you.\n[The rest is left out.]\n\n");
});
