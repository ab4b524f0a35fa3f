import { Agent, request, type OutgoingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { problemDocument } from "@/lib/contracts/errors";
import { SYSTEM } from "@/lib/domain/access";
import { serveApi } from "./testing/serve-api";

const REQUESTS = 10_000;
const CONCURRENCY = 16;
/** Far longer than any of them takes: only what hangs is given up. */
const HANG_MS = 120_000;

const SMALL = {
  template: "survey-experiment",
  parameters: { respondents: 10, tasks: 1 },
  seed: 1,
  replicates: 1,
};

let installation: Installation;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;
/** By role; null for a visitor. */
const cookies = new Map<string, string | null>();
let ids: { readonly [area in "runs" | "studies" | "endpoints" | "poll"]: string };

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  const { services } = installation.container;
  await installation.workHere();
  const { studyId, runIds } = await services.startStudy(SYSTEM, SMALL);
  const run = runIds[0] ?? "";
  await installation.settled(run);
  const endpoint = await services.createEndpoint(SYSTEM, AWAY);
  const poll = await services.startPoll(SYSTEM, run, POLL);
  ids = { runs: run, studies: studyId, endpoints: endpoint.id, poll: poll.id };

  const signIn = (person: Person) => people.signIn(person, installation.authSecret);
  cookies.set("visitor", null);
  cookies.set("forger", "better-auth.session_token=x.y");
  for (const role of ["owner", "researcher", "annotator", "viewer"] as const)
    cookies.set(role, await signIn(await people.member(role)));
  const administrator = await people.member("owner", { administrator: true });
  cookies.set("administrator", await signIn(administrator));
  cookies.set("outsider", await signIn(await people.outsider()));
  cookies.set("nonMember", await signIn(await people.member(null)));
  api = await serveApi(installation.container);
});
afterAll(async () => {
  await api.close();
  await people.close();
  await installation.close();
});

/** Mulberry32: the same requests in every run of the test. */
function createRandom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    isLikely: (probability: number): boolean => next() < probability,
    count: (below: number): number => Math.floor(next() * below),
    pick: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!,
  };
}
type Random = ReturnType<typeof createRandom>;

const MISSING = "00000000-0000-7000-8000-000000000000";
const TEXTS = [
  ...[
    "",
    " ",
    "0",
    "-1",
    "1",
    "1e9",
    "99999999999999999999",
    "NaN",
    "null",
    "true",
    "a",
    "Respondent",
  ],
  ...[
    "Respondent-1",
    "decisions.csv",
    "bundle.zip",
    "sample:films",
    "survey-experiment",
    "baseline",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "..",
    ".",
    "%",
    "%00",
    "\0",
    "a\0b",
    "\ud800",
    "\n",
    "\t",
  ],
  ...[
    "'",
    '"',
    "'; DROP TABLE run; --",
    "${7*7}",
    "{{x}}",
    "<script>",
    "日本語",
    "🧪",
    "\u202e",
    "\\",
  ],
  ...["x".repeat(300), "x".repeat(5_000), MISSING, "{", "[]", "pause", "resume", "cancel", "start"],
  ...["http://127.0.0.1:9/v1", "http://169.254.169.254", "file:///etc/passwd", "ada@example.org"],
];
const NUMBERS = [0, -0, 1, 2, -1, 0.5, 1e21, -1e21, 2 ** 31, 2 ** 53, 1e-300, 7];
const KEYS = [
  ...[
    "document",
    "template",
    "parameters",
    "seed",
    "replicates",
    "rounds",
    "arms",
    "name",
    "budget",
  ],
  ...[
    "tokens",
    "money",
    "resume",
    "record",
    "label",
    "effects",
    "agent",
    "agentType",
    "text",
    "items",
  ],
  ...[
    "sample",
    "kind",
    "size",
    "round",
    "version",
    "seq",
    "decision",
    "values",
    "score",
    "comment",
  ],
  ...["rewrite", "baseUrl", "model", "models", "apiKey", "enabled", "group", "endpointId", "email"],
  ...[
    "password",
    "setupCode",
    "role",
    "token",
    "account",
    "userId",
    "type",
    "a",
    "__proto__",
    "tell",
  ],
  ...["after", "limit", "before", "subject", "action", "status", "phase", "reviewed", "network"],
  ...["focus", "fileName", "search", "query", "project"],
];

const POLL = {
  agentType: "Respondent",
  items: { a: { type: "boolean" } },
  sample: { kind: "random", size: 1, seed: 1 },
} as const;
const ACCOUNT = { name: "A", email: "a@example.org", password: "long enough word" };
const AWAY = { name: "Away", baseUrl: "http://127.0.0.1:9/v1", model: "m" };
const DOCUMENT = { name: "x", title: "x", agents: {}, phases: [] };

/** Bodies that are valid for their routes, to be changed at one place. Others get any of them. */
const BODIES: Readonly<Record<string, readonly unknown[]>> = {
  "/api/studies": [SMALL, { ...SMALL, arms: [{ name: "a" }, { name: "b", parameters: {} }] }],
  "/api/estimates": [SMALL],
  "/api/scenarios/check": [{ document: DOCUMENT }, { document: SMALL }],
  "/api/studies/[id]": [{ budget: { tokens: 1_000_000_000, money: null }, resume: true }],
  "/api/studies/[id]/repeat": [{ record: "only" }],
  "/api/runs/[id]/interventions": [{ label: "News", effects: [{ tell: "Respondent", text: "x" }] }],
  "/api/runs/[id]/interviews": [{ agent: "Respondent-1", text: "Well?" }],
  "/api/runs/[id]/polls": [POLL],
  "/api/runs/[id]/fork": [
    { round: 1 },
    { round: 1, correction: { version: 1, seq: 0, values: {} } },
  ],
  "/api/runs/[id]/decisions/[version]/[seq]/review": [
    { score: 3, comment: "x" },
    { rewrite: { a: true } },
  ],
  "/api/endpoints": [{ ...AWAY, apiKey: "k" }],
  "/api/endpoints/[id]": [AWAY, { enabled: false }],
  "/api/endpoints/test": [AWAY],
  "/api/auth/update-user": [{ name: "Somebody" }],
  "/api/auth/[...all]": [{ email: "a@example.org", password: "long enough word" }],
  "/api/setup": [ACCOUNT],
  "/api/invitations": [{ email: "a@example.org", role: "viewer" }],
  "/api/invitations/accept": [{ token: "x".repeat(43), account: ACCOUNT }],
  "/api/members/[id]": [{ role: "annotator" }],
};
const ALL_BODIES = Object.values(BODIES).flat();

function anyValue(random: Random, depth: number): unknown {
  const kind = random.count(depth > 3 ? 4 : 7);
  if (kind === 0) return random.pick(TEXTS);
  if (kind === 1) return random.pick(NUMBERS);
  if (kind === 2) return random.pick([null, true, false]);
  if (kind === 3) return random.pick(Object.values(ids));
  const size = random.count(4);
  if (kind === 4) return Array.from({ length: size }, () => anyValue(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: size }, () => [random.pick(KEYS), anyValue(random, depth + 1)]),
  );
}

/** Replaces one part of a value by another. */
function mutate(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.isLikely(0.3))
    return anyValue(random, 1);
  if (Array.isArray(value)) {
    const at = random.count(value.length);
    return value.map((item: unknown, index) => (index === at ? mutate(random, item) : item));
  }
  const entries = Object.entries(value as object);
  const at = random.count(entries.length + 1);
  if (at === entries.length) return { ...value, [random.pick(KEYS)]: anyValue(random, 1) };
  return Object.fromEntries(
    entries.map(([key, item]: [string, unknown], index) => [
      key,
      index === at ? mutate(random, item) : item,
    ]),
  );
}

function anyBody(random: Random, route: string): string {
  const kind = random.count(20);
  const fitting = random.isLikely(0.8) ? (BODIES[route] ?? ALL_BODIES) : ALL_BODIES;
  if (kind === 0) return "";
  if (kind === 1) return random.pick(["{", "[[", "nul", '{"a":', "\u0000", "[1,]", '"\\ud800"']);
  if (kind === 2) return `${"[".repeat(3_000)}${"]".repeat(3_000)}`;
  if (kind === 3) return `{"document":${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}}`;
  if (kind < 7) return JSON.stringify(random.pick(fitting));
  if (kind < 10) return JSON.stringify(anyValue(random, 0));
  return JSON.stringify(mutate(random, random.pick(fitting)));
}

type Fuzzed = {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
};

function anyRequest(random: Random): Fuzzed & { readonly label: string } {
  const route = random.pick(api.routes);
  const declared = Object.keys(route.handlers);
  const method = random.isLikely(0.95)
    ? random.pick(declared)
    : random.pick(["GET", "POST", "PUT"]);
  const part = (): string => encodeURIComponent(random.pick(TEXTS).toWellFormed()) || "x";
  const path = route.path
    .split("/")
    .map((word) => {
      if (!word.startsWith("[")) return word;
      if (random.isLikely(0.2)) return part();
      if (word === "[id]") return ids[route.path.split("/")[2] as keyof typeof ids] ?? MISSING;
      if (word === "[poll]") return ids.poll;
      if (word === "[...all]") return random.pick(["sign-in/email", "sign-out", "get-session"]);
      const known = { "[version]": "1", "[seq]": "0", "[name]": "survey-experiment" }[word];
      return known ?? part();
    })
    .join("/");
  const query = Array.from({ length: random.isLikely(0.5) ? 0 : random.count(4) }, () => {
    return `${random.pick(KEYS)}=${part()}`;
  }).join("&");
  const role = random.pick([...cookies.keys()]);
  const cookie = cookies.get(role) ?? null;
  const body = method === "GET" ? "" : anyBody(random, route.path);
  const type = random.isLikely(0.95)
    ? "application/json"
    : random.pick(["text/plain", "", "application/json; charset=utf-8", "multipart/form-data"]);
  const origin = random.isLikely(0.95) ? api.url : random.pick(["null", "http://evil.example"]);
  return {
    label: `${method} ${route.path} by ${role}`,
    method,
    path: query === "" ? path : `${path}?${query}`,
    body,
    headers: {
      ...(cookie !== null && { cookie }),
      ...(type !== "" && method !== "GET" && { "content-type": type }),
      ...(method !== "GET" && { origin, "content-length": Buffer.byteLength(body) }),
      ...(random.isLikely(0.02) && { host: "evil.example" }),
    },
  };
}

type Answer = { readonly status: number; readonly type: string; readonly text: string };

/** Reads what is answered; of a stream of events, and of long files, the beginning. */
function send(agent: Agent, { method, path, headers, body }: Fuzzed): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, host: "127.0.0.1", port: new URL(api.url).port, method, path, headers },
      (response) => {
        const answer = {
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
        };
        if (answer.type.startsWith("text/event-stream")) {
          resolve({ ...answer, text: "" });
          response.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve({ ...answer, text: Buffer.concat(chunks).toString() }));
        response.on("error", reject);
      },
    );
    sent.setTimeout(HANG_MS, () => sent.destroy(new Error("no answer")));
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Returns what is wrong with an answer, or null. */
function findFault({ status, type, text }: Answer, path: string): string | null {
  if (status < 400) return null;
  // Of the server of the test, in place of the framework's.
  if (status === 405 || (status === 404 && text === "")) return null;
  if (path.startsWith("/api/metrics") && status === 403) return null;
  if (status >= 500 && status !== 502 && status !== 503) return `${status} ${text.slice(0, 200)}`;
  if (!type.startsWith("application/problem+json")) return `${status} is ${type}`;
  const parsed = problemDocument.safeParse(JSON.parse(text));
  if (!parsed.success || parsed.data.status !== status) return `${status} ${text.slice(0, 200)}`;
  if (/\bat .*\.ts:\d|prisma|SELECT |postgres/i.test(text)) return `${status} tells too much`;
  return null;
}

it("answers ten thousand odd requests by its contract, whoever sends them", async () => {
  const random = createRandom(20_261_130);
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const faults = new Map<string, { count: number; first: string }>();
  const statuses = new Map<number, number>();
  let left = REQUESTS;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { label, ...fuzzed } = anyRequest(random);
      const answer = await send(agent, fuzzed).catch((error: unknown) => String(error));
      const fault = typeof answer === "string" ? answer : findFault(answer, fuzzed.path);
      if (typeof answer !== "string")
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (fault === null) continue;
      const known = faults.get(label) ?? {
        count: 0,
        first: `${fuzzed.path.slice(0, 200)} ${fuzzed.body.slice(0, 400)} → ${fault}`,
      };
      faults.set(label, { ...known, count: known.count + 1 });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  agent.destroy();
  expect(Object.fromEntries(faults)).toEqual({});
  // The requests reach what they are meant to reach.
  for (const status of [200, 201, 400, 401, 403, 404, 409, 415, 421, 422])
    expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(0);
});
