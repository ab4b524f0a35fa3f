import OpenAI from "openai";
import { Pool } from "undici";
import { parseScenario, type ParameterValues, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario, type ModelRequest, openSimulation } from "@/lib/engine";

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** The request bodies of a run's first round, as the pool sends them. */
export function firstRoundBodies(
  document: ScenarioDocument,
  parameters: ParameterValues,
  seed: number,
): Body[] {
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new Error("the scenario does not parse");
  const simulation = openSimulation(compileScenario(parsed.scenario), {
    parameters,
    seed,
    rounds: 1,
  });
  simulation.commit([]);
  return simulation.plan().map((slot) => toRequestBody(simulation.request(slot, []).model));
}

const toRequestBody = ({ messages, maxTokens, temperature, seed, schema }: ModelRequest): Body => ({
  model: "microcosm-demo",
  messages: [...messages],
  max_tokens: maxTokens,
  temperature,
  seed,
  ...(schema && {
    response_format: {
      type: "json_schema",
      json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
    },
  }),
});

/** Seconds for all bodies with the `openai` client in its default configuration. */
export function timeOpenaiClient(
  baseURL: string,
  bodies: readonly Body[],
  concurrency: number,
): Promise<number> {
  const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
  return timeConcurrently(
    bodies,
    concurrency,
    async (body) => void (await client.chat.completions.create(body)).choices[0]?.message.content,
  );
}

/**
 * Seconds for all bodies with bare undici, at this concurrency per server: a lower bound of HTTP.
 */
export async function timeUndici(
  baseUrls: readonly string[],
  bodies: readonly Body[],
  concurrency: number,
): Promise<number> {
  const servers = baseUrls.map((baseUrl) => {
    const { origin, pathname } = new URL(baseUrl);
    return {
      pool: new Pool(origin, { connections: concurrency }),
      path: `${pathname}/chat/completions`,
    };
  });
  try {
    return await timeConcurrently(bodies, concurrency * servers.length, async (body, lane) => {
      const { pool, path } = servers[lane % servers.length] as (typeof servers)[number];
      const response = await pool.request({
        path,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      await response.body.json();
    });
  } finally {
    await Promise.all(servers.map(({ pool }) => pool.close()));
  }
}

async function timeConcurrently(
  bodies: readonly Body[],
  concurrency: number,
  call: (body: Body, lane: number) => Promise<void>,
): Promise<number> {
  const rest = bodies.values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async (_, lane) => {
      for (const body of rest) await call(body, lane);
    }),
  );
  return (performance.now() - startedAt) / 1_000;
}
