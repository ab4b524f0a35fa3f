import { randomBytes } from "node:crypto";
import { request, type ClientRequest } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/db/test-database";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "@/lib/container";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { serveApi } from "./testing/serve-api";

type Rules = NonNullable<ScenarioDocument["interventions"]>[number]["do"];

const AUTH_SECRET = randomBytes(32).toString("hex");

let stored: TestDatabase;
let container: Container;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;

beforeAll(async () => {
  stored = await createTestDatabase();
  container = openContainer(
    parseEnv({
      DATABASE_URL: stored.url,
      AUTH_SECRET,
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    }),
    // Computes in threads, as the process of the app does.
    "app",
  );
  people = openPeople(stored.url);
  await container.services.ensureBuiltInEndpoint("http://127.0.0.1:1/v1");
  await container.services.listStudies(SYSTEM);
  api = await serveApi(container);
});
afterAll(async () => {
  await api.close();
  await people.close();
  await container.close();
  await stored.drop();
});

const document = (rules: Rules, rounds = 1): ScenarioDocument => ({
  schema: "microcosm/scenario/1",
  name: "heavy",
  title: "Everybody meets everybody",
  summary: "Loops within loops.",
  instructions: "Answer as the person described.",
  rounds,
  agents: { Person: { count: 60, profile: "You are {{ self.id }}.", attributes: {} } },
  world: { pairs: { type: "number", init: 0, dynamic: true } },
  phases: [{ id: "meetings", rules }],
});

/** The smallest document that froze the app: loops within each other, each over all agents. */
const nested = (depth: number): Rules =>
  depth === 0
    ? [{ stop: "false" }]
    : [{ forEach: "Person", as: `p${depth}`, do: nested(depth - 1) }];

/** Within every limit of a step, and far longer than an estimate may take. */
const ENDLESS = document(
  [
    {
      forEach: "Person",
      as: "p",
      do: [
        {
          set: "world.pairs",
          to:
            "size(Person.filter(a, " +
            "size(Person.filter(b, size(Person.filter(c, c != a)) > 1)) > 1))",
        },
      ],
    },
  ],
  500,
);

type Answer = { readonly status: number; readonly title: string };

/** Asks on a connection of its own. */
function ask(
  path: string,
  cookie: string,
  body?: object,
): { readonly sent: ClientRequest; readonly answer: Promise<Answer> } {
  const sent = request(`${api.url}${path}`, {
    agent: false,
    headers: { cookie, origin: api.url, "content-type": "application/json" },
    ...(body && { method: "POST" }),
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          title: /"title":"([^"]*)"/.exec(text)?.[1] ?? "",
        });
      });
    });
  });
  sent.end(body && JSON.stringify(body));
  return { sent, answer };
}

const arrive = async (): Promise<string> =>
  people.signIn(await people.member("researcher"), AUTH_SECRET);

const estimate = (scenario: ScenarioDocument) => ({ document: scenario, replicates: 1, seed: 1 });

it("refuses a document that multiplies effects, in words", async () => {
  const { answer } = ask("/api/estimates", await arrive(), estimate(document(nested(6))));
  expect(await answer).toEqual({
    status: 422,
    // Whichever limit is reached first on this machine.
    title: expect.stringMatching(
      /Too many effects.*\/phases\/0\/rules\/0|stopped after 45 seconds\. Look for loops/,
    ) as unknown,
  });
});

it("answers others during heavy estimates, and their author after leaving them", async () => {
  const [ann, bea] = [await arrive(), await arrive()];
  // Two: which of two requests is computed first is not known.
  const heavy = [1, 2].map(() => ask("/api/estimates", ann, estimate(ENDLESS)));
  let over = 0;
  const left = heavy.map(({ answer }) => answer.catch(() => undefined).finally(() => (over += 1)));

  for (const path of ["/api/viewer", "/api/studies", "/api/endpoints"])
    expect((await ask(path, bea).answer).status).toBe(200);
  const check = await ask("/api/scenarios/check", bea, { document: document(nested(6)) }).answer;
  expect(check.status).toBe(200);
  const light = await ask("/api/estimates", bea, estimate(document(nested(2)))).answer;
  expect(light.status).toBe(200);
  expect(over).toBe(0);

  for (const { sent } of heavy) sent.destroy();
  await Promise.all(left);
  const next = await ask("/api/estimates", ann, estimate(document(nested(1)))).answer;
  expect(next.status).toBe(200);
});
