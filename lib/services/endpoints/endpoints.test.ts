import { expect, test } from "vitest";
import type { Capabilities, EndpointInput, ProbeResult } from "@/lib/contracts/endpoints";
import { AppError } from "@/lib/contracts/errors";
import { SYSTEM, type Actor } from "@/lib/domain/access";
import { toTarget } from "@/lib/services/endpoints/to-target";
import type { ModelPool } from "@/lib/services/models/ports";
import { archiveEndpoint } from "./archive-endpoint";
import { addEndpoint, createEndpoint } from "./add-endpoint";
import { canChat } from "@/lib/domain/run";
import { ensureBuiltInEndpoint } from "./ensure-built-in-endpoint";
import { ensureEndpoint } from "./ensure-endpoint";
import { listEndpointUses } from "./list-endpoint-uses";
import { listEndpoints } from "./list-endpoints";
import type { EndpointStore, UnsettledRun, SecretBox, StoredEndpoint } from "./ports";
import { RecentProbes } from "./recent-probes";
import { switchEndpoint } from "./switch-endpoint";
import { testEndpoint } from "./test-endpoint";
import { toEndpoint } from "./to-endpoint";
import { updateEndpoint } from "./update-endpoint";

const ADMINISTRATOR: Actor = { kind: "user", userId: "root" };
const RESEARCHER: Actor = { kind: "user", userId: "ada" };
const INPUT: EndpointInput = {
  name: "Lab GPU",
  baseUrl: "http://10.0.0.5:8000/v1",
  model: "tiny",
  apiKey: "sk-1",
};
const CAPABILITIES: Capabilities = {
  chat: true,
  jsonSchema: true,
  numberBounds: true,
  seed: true,
  usage: true,
  streaming: true,
  embeddings: false,
  maxContext: null,
  lora: null,
  streamUsage: null,
  embeddingDimension: null,
};

function memoryStore(): EndpointStore {
  const rows = new Map<string, StoredEndpoint>();
  const archived = new Set<string>();
  return {
    list: async () => [...rows.values()].filter(({ id }) => !archived.has(id)),
    get: async (id) => rows.get(id) ?? null,
    create: async (row) => {
      const stored = { ...row, id: `e${rows.size + 1}` };
      rows.set(stored.id, stored);
      return stored;
    },
    update: async (id, change) => {
      const next = { ...rows.get(id)!, ...change };
      rows.set(id, next);
      return next;
    },
    archive: async (id) => {
      archived.add(id);
      rows.set(id, { ...rows.get(id)!, keyCipher: null });
    },
  };
}

const secrets: SecretBox = {
  seal: (plain) => `sealed(${plain})`,
  open: (cipher) => cipher.slice("sealed(".length, -1),
};

function set(
  probed: ProbeResult = {
    ok: true,
    capabilities: CAPABILITIES,
    latencyMs: 5,
    answer: "{}",
    models: ["tiny"],
    isDemo: false,
  },
) {
  const asked: Parameters<ModelPool["probe"]>[0][] = [];
  const now = () => new Date("2026-01-02T03:04:05Z");
  const underWay: UnsettledRun[] = [];
  const ports = {
    probed,
    recentProbes: new RecentProbes({ now, hash: (text) => text }),
    runs: { unsettled: async () => underWay },
    underWay,
    endpoints: memoryStore(),
    secrets,
    administrators: { isAdministrator: async (userId: string) => userId === "root" },
    members: {
      isAdministrator: async (userId: string) => userId === "root",
      listProjects: async () => [{ id: "p", name: "Lab", role: "researcher" as const }],
      roleIn: async () => "researcher" as const,
      hasOwner: async () => true,
      removeNonMembers: async () => undefined,
    },
    pool: {
      probe: async (target: Parameters<ModelPool["probe"]>[0]) => (
        asked.push(target),
        ports.probed
      ),
    },
    now,
    asked,
  };
  return ports;
}

const REFUSED: ProbeResult = {
  ok: false,
  fault: "unauthorised",
  message: "…",
  models: [],
  isDemo: false,
};

const errorOf = async (call: Promise<unknown>): Promise<AppError> => {
  const error = await call.catch((caught: unknown) => caught);
  if (!(error instanceof AppError))
    throw new Error(`expected an AppError, got ${JSON.stringify(error)}`);
  return error;
};

async function readEndpoint(
  { endpoints }: { readonly endpoints: Pick<EndpointStore, "get"> },
  id: string,
) {
  const stored = await endpoints.get(id);
  if (!stored) throw new Error(`no endpoint ${id}`);
  return toEndpoint(stored);
}

test("lets everyone choose what an administrator adds, without its key", async () => {
  const ports = set();
  const created = await createEndpoint(ports, ADMINISTRATOR, {
    ...INPUT,
    baseUrl: " http://10.0.0.5:8000/v1/chat/completions/ ".trim(),
  });
  expect(created).toMatchObject({
    name: "Lab GPU",
    baseUrl: "http://10.0.0.5:8000/v1",
    hasKey: true,
    concurrency: 64,
    capabilities: null,
  });
  await createEndpoint(ports, SYSTEM, { ...INPUT, name: "Another", apiKey: "" });
  const listed = await listEndpoints(ports, RESEARCHER);
  expect(listed.map(({ name, hasKey }) => [name, hasKey])).toEqual([
    ["Lab GPU", true],
    ["Another", false],
  ]);
  expect(await readEndpoint(ports, created.id)).toEqual(created);
  expect(JSON.stringify(listed)).not.toContain("sk-1");
});

test("lets only administrators change or test endpoints", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  const attempts = [
    addEndpoint(ports, RESEARCHER, INPUT),
    createEndpoint(ports, RESEARCHER, INPUT),
    switchEndpoint(ports, RESEARCHER, id, false),
    listEndpointUses(ports, RESEARCHER, id),
    updateEndpoint(ports, RESEARCHER, id, INPUT),
    archiveEndpoint(ports, RESEARCHER, id),
    testEndpoint(ports, RESEARCHER, { baseUrl: INPUT.baseUrl, model: "tiny", endpointId: id }),
  ];
  for (const attempt of attempts)
    expect((await errorOf(attempt)).message).toContain("Only administrators");
  expect(ports.asked).toEqual([]);
});

test.each([
  ["ftp://10.0.0.5/v1", "/baseUrl"],
  ["http://me:secret@10.0.0.5/v1", "/baseUrl"],
  ["http://10.0.0.5/v1?key=1", "/baseUrl"],
  ["http://169.254.169.254/latest", "/baseUrl"],
  ["http://2852039166/latest", "/baseUrl"],
  ["http://[fe80::1]/v1", "/baseUrl"],
  ["http://[::ffff:169.254.169.254]/v1", "/baseUrl"],
  ["http://metadata.google.internal./v1", "/baseUrl"],
])("the address %s is refused at its field", async (baseUrl, pointer) => {
  const error = await errorOf(createEndpoint(set(), ADMINISTRATOR, { ...INPUT, baseUrl }));
  expect(error).toMatchObject({ code: "invalid", problems: [{ pointer }] });
  expect(error.message).not.toContain("secret");
});

test("refuses an empty name or model, and a key that cannot be sent, at their fields", async () => {
  const empty = await errorOf(
    createEndpoint(set(), ADMINISTRATOR, { ...INPUT, name: " ", model: "" }),
  );
  expect(empty.problems.map(({ pointer }) => pointer)).toEqual(["/name", "/model"]);
  const key = await errorOf(createEndpoint(set(), ADMINISTRATOR, { ...INPUT, apiKey: "sk 1\n2" }));
  expect(key.problems.map(({ pointer }) => pointer)).toEqual(["/apiKey"]);
});

test("keeps an omitted key, removes an empty one, and drops it with a new address", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  const withoutKey: EndpointInput = {
    name: INPUT.name,
    baseUrl: INPUT.baseUrl,
    model: INPUT.model,
  };
  const cipher = async () => (await ports.endpoints.get(id))?.keyCipher;

  expect(
    await updateEndpoint(ports, ADMINISTRATOR, id, {
      ...withoutKey,
      name: "Renamed",
      baseUrl: `${INPUT.baseUrl}/`,
    }),
  ).toMatchObject({ notice: null, endpoint: { hasKey: true } });
  expect(await cipher()).toBe("sealed(sk-1)");

  const moved = await updateEndpoint(ports, ADMINISTRATOR, id, {
    ...withoutKey,
    baseUrl: "http://evil.example/v1",
  });
  expect(moved).toMatchObject({
    endpoint: { hasKey: false },
    notice: expect.stringContaining("key was removed"),
  });
  expect(await cipher()).toBeNull();

  expect(
    await updateEndpoint(ports, ADMINISTRATOR, id, { ...INPUT, apiKey: "sk-2" }),
  ).toMatchObject({ notice: null, endpoint: { hasKey: true } });
  expect(await updateEndpoint(ports, ADMINISTRATOR, id, { ...INPUT, apiKey: "" })).toMatchObject({
    notice: null,
    endpoint: { hasKey: false },
  });
});

test("stores a test result until address or model change", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  await testEndpoint(ports, ADMINISTRATOR, {
    baseUrl: INPUT.baseUrl,
    model: "tiny",
    endpointId: id,
  });
  expect(await readEndpoint(ports, id)).toMatchObject({
    capabilities: CAPABILITIES,
    probedAt: "2026-01-02T03:04:05.000Z",
  });
  await updateEndpoint(ports, ADMINISTRATOR, id, { ...INPUT, concurrency: 8 });
  expect(await readEndpoint(ports, id)).toMatchObject({
    capabilities: CAPABILITIES,
    concurrency: 8,
  });
  ports.probed = REFUSED;
  expect(
    await updateEndpoint(ports, ADMINISTRATOR, id, { ...INPUT, model: "other" }),
  ).toMatchObject({ probe: REFUSED });
  expect(await readEndpoint(ports, id)).toMatchObject({
    capabilities: null,
    probedAt: null,
  });
});

test("sends the stored key to its address only, and stores no other model's result", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  await testEndpoint(ports, ADMINISTRATOR, {
    baseUrl: `${INPUT.baseUrl}/`,
    model: "other",
    endpointId: id,
  });
  await testEndpoint(ports, ADMINISTRATOR, {
    baseUrl: "http://evil.example/v1",
    model: "tiny",
    endpointId: id,
  });
  await testEndpoint(ports, ADMINISTRATOR, {
    baseUrl: INPUT.baseUrl,
    model: "tiny",
    endpointId: id,
    apiKey: "",
  });
  await testEndpoint(ports, ADMINISTRATOR, { baseUrl: INPUT.baseUrl, model: "tiny" });
  expect(ports.asked.map(({ apiKey }) => apiKey)).toEqual(["sk-1", null, null, null]);
  expect((await ports.endpoints.get(id))?.probedAt).toEqual(new Date("2026-01-02T03:04:05Z"));
});

test("leaves the endpoint unchanged by a failed test", async () => {
  const ports = set(REFUSED);
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  expect(
    await testEndpoint(ports, ADMINISTRATOR, {
      baseUrl: INPUT.baseUrl,
      model: "tiny",
      endpointId: id,
    }),
  ).toMatchObject({ ok: false });
  expect((await readEndpoint(ports, id)).probedAt).toBeNull();
});

test("removes an archived endpoint from the list, and deletes its key", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  await archiveEndpoint(ports, ADMINISTRATOR, id);
  expect(await listEndpoints(ports, RESEARCHER)).toEqual([]);
  expect(await readEndpoint(ports, id)).toMatchObject({
    name: "Lab GPU",
    hasKey: false,
  });
  expect((await errorOf(archiveEndpoint(ports, ADMINISTRATOR, "nope"))).code).toBe("notFound");
});

test("updates the built-in endpoint's address, and keeps its limits", async () => {
  const ports = set();
  const first = await ensureBuiltInEndpoint(ports.endpoints, "http://127.0.0.1:4001/v1");
  const edit = { name: first.name, baseUrl: first.baseUrl, model: first.model };
  await updateEndpoint(ports, ADMINISTRATOR, first.id, { ...edit, concurrency: 5 });
  const second = await ensureBuiltInEndpoint(ports.endpoints, "http://127.0.0.1:4002/v1/");
  expect(second).toMatchObject({
    id: first.id,
    baseUrl: "http://127.0.0.1:4002/v1",
    concurrency: 5,
    isDemo: true,
    isBuiltIn: true,
  });
  expect(await listEndpoints(ports, RESEARCHER)).toHaveLength(1);
  for (const change of [
    { baseUrl: "http://x.example/v1" },
    { model: "gpt" },
    { name: "Real LLM" },
    { apiKey: "sk-1" },
  ]) {
    expect(
      (
        await errorOf(
          updateEndpoint(ports, ADMINISTRATOR, first.id, {
            ...edit,
            baseUrl: second.baseUrl,
            ...change,
          }),
        )
      ).code,
    ).toBe("conflict");
  }
  expect((await errorOf(archiveEndpoint(ports, ADMINISTRATOR, first.id))).code).toBe("conflict");
});

test("returns targets with the decrypted key and the tested schema support", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, INPUT);
  const stored = await ports.endpoints.get(id);
  expect(toTarget(stored!, secrets)).toEqual({
    endpointId: id,
    name: "Lab GPU",
    baseUrl: INPUT.baseUrl,
    model: "tiny",
    apiKey: "sk-1",
    concurrency: 64,
    timeoutMs: 120_000,
    jsonSchema: null,
    numberBounds: null,
    priceIn: null,
    priceOut: null,
  });
  expect(
    toTarget(
      { ...stored!, keyCipher: null, capabilities: { ...CAPABILITIES, jsonSchema: false } },
      secrets,
    ),
  ).toMatchObject({ apiKey: null, jsonSchema: false });
});

test("tests an endpoint when it is added, and keeps it if the test fails", async () => {
  const ports = set();
  const added = await addEndpoint(ports, ADMINISTRATOR, INPUT);
  expect(added).toMatchObject({
    endpoint: { hasKey: true, capabilities: CAPABILITIES, probedAt: "2026-01-02T03:04:05.000Z" },
    probe: { ok: true },
  });
  expect(ports.asked).toMatchObject([{ apiKey: "sk-1", model: "tiny" }]);
  expect(JSON.stringify(added)).not.toContain("sk-1");
  ports.probed = REFUSED;
  expect(
    await addEndpoint(ports, ADMINISTRATOR, { ...INPUT, name: "Second", model: "other" }),
  ).toMatchObject({ endpoint: { capabilities: null }, probe: REFUSED });
  expect(await listEndpoints(ports, RESEARCHER)).toHaveLength(2);
});

test("marks the demo model at once, even if its test fails, and on the command line", async () => {
  const ports = set({
    ok: true,
    capabilities: CAPABILITIES,
    latencyMs: 5,
    answer: "{}",
    models: ["tiny"],
    isDemo: true,
  });
  expect((await addEndpoint(ports, ADMINISTRATOR, INPUT)).endpoint.isDemo).toBe(true);
  const named = {
    name: "demo",
    baseUrl: "http://10.0.0.9/v1",
    model: "tiny",
    apiKey: null,
    concurrency: 4,
  };
  expect((await ensureEndpoint(ports, named)).isDemo).toBe(true);
  ports.probed = { ...REFUSED, isDemo: true };
  expect(
    (await addEndpoint(ports, ADMINISTRATOR, { ...INPUT, model: "faulty" })).endpoint,
  ).toMatchObject({ isDemo: true, capabilities: null });
  const calls = ports.asked.length;
  await ensureEndpoint(ports, { ...named, baseUrl: "inprocess://instant" });
  expect(ports.asked).toHaveLength(calls);
});

test("leaves endpoints that people added alone when a command names the same address", async () => {
  const ports = set();
  const { endpoint: added } = await addEndpoint(ports, ADMINISTRATOR, INPUT);
  const named = { ...INPUT, name: "command", apiKey: null, concurrency: 4 };
  const withoutKey = await ensureEndpoint(ports, named);
  expect(withoutKey).toMatchObject({ group: "command line", keyCipher: null });
  expect(withoutKey.id).not.toBe(added.id);
  expect(await ports.endpoints.get(added.id)).toMatchObject({ keyCipher: "sealed(sk-1)" });
  // The same command again finds its own endpoint, and another key gets one of its own.
  expect((await ensureEndpoint(ports, named)).id).toBe(withoutKey.id);
  const withKey = await ensureEndpoint(ports, { ...named, apiKey: "sk-2\n" });
  expect(withKey).toMatchObject({ keyCipher: "sealed(sk-2)" });
  expect([added.id, withoutKey.id]).not.toContain(withKey.id);
  expect((await ensureEndpoint(ports, { ...named, apiKey: "sk-3" })).id).toBe(withKey.id);
  expect((await ensureEndpoint(ports, named)).id).toBe(withoutKey.id);
  expect(await ports.endpoints.get(withKey.id)).toMatchObject({ keyCipher: "sealed(sk-3)" });
});

test("tests with the time-out of the form, else of the endpoint", async () => {
  const ports = set();
  const { endpoint } = await addEndpoint(ports, ADMINISTRATOR, { ...INPUT, timeoutMs: 240_000 });
  const { baseUrl } = INPUT;
  const request = { baseUrl, model: "tiny", endpointId: endpoint.id };
  await testEndpoint(ports, ADMINISTRATOR, request);
  await testEndpoint(ports, ADMINISTRATOR, { ...request, timeoutMs: 5_000 });
  await testEndpoint(ports, ADMINISTRATOR, { baseUrl, model: "tiny" });
  expect(ports.asked.map(({ timeoutMs }) => timeoutMs)).toEqual([240_000, 240_000, 5_000, 120_000]);
});

test("trims keys wherever they come from, and refuses spaces within them in words", async () => {
  const ports = set();
  await addEndpoint(ports, ADMINISTRATOR, { ...INPUT, apiKey: " sk-1\r\n" });
  expect(ports.asked[0]).toMatchObject({ apiKey: "sk-1" });
  const { id } = await ports.endpoints.create(
    { ...(await ports.endpoints.get("e1"))!, keyCipher: "sealed(sk-old\n)" },
    null,
  );
  expect(toTarget((await ports.endpoints.get(id))!, secrets).apiKey).toBe("sk-old");
  const wrong: [string, RegExp][] = [
    ["sk-1 sk-2", /spaces or line breaks/],
    ["sk-1\nsk-2", /spaces or line breaks/],
    ["Bearer sk-1", /without “Bearer”/],
    ["sk-ключ", /characters that no key has/],
  ];
  for (const [apiKey, words] of wrong) {
    const { message } = await errorOf(addEndpoint(ports, ADMINISTRATOR, { ...INPUT, apiKey }));
    expect(message).toMatch(words);
    expect(message).not.toContain("sk-");
  }
});

test("refuses texts that the database cannot hold, and names their fields", async () => {
  for (const field of ["name", "model", "group"]) {
    const input = { ...INPUT, [field]: "a\0b" };
    expect((await errorOf(addEndpoint(set(), ADMINISTRATOR, input))).problems).toMatchObject([
      { pointer: `/${field}`, message: expect.stringContaining("cannot be stored") },
    ]);
  }
});

test("does not repeat a recent test with the same key on saving", async () => {
  const ports = set();
  await testEndpoint(ports, ADMINISTRATOR, {
    baseUrl: INPUT.baseUrl,
    model: "tiny",
    apiKey: "sk-1",
  });
  expect((await addEndpoint(ports, ADMINISTRATOR, INPUT)).endpoint.capabilities).toEqual(
    CAPABILITIES,
  );
  expect(ports.asked).toHaveLength(1);
  await addEndpoint(ports, ADMINISTRATOR, { ...INPUT, apiKey: "sk-2" });
  expect(ports.asked).toHaveLength(2);
  ports.probed = REFUSED;
  await testEndpoint(ports, ADMINISTRATOR, { baseUrl: INPUT.baseUrl, model: "late" });
  await addEndpoint(ports, ADMINISTRATOR, { ...INPUT, model: "late", apiKey: "" });
  expect(ports.asked).toHaveLength(4);
});

test("switches an endpoint without other changes, and keeps omitted prices", async () => {
  const ports = set();
  const { id } = await createEndpoint(ports, ADMINISTRATOR, {
    ...INPUT,
    group: "small",
    preset: "vllm",
    priceIn: 0.1,
    priceOut: 0.4,
  });
  const before = await ports.endpoints.get(id);
  expect(await switchEndpoint(ports, ADMINISTRATOR, id, false)).toMatchObject({
    enabled: false,
    group: "small",
    hasKey: true,
  });
  expect(await ports.endpoints.get(id)).toEqual({ ...before, enabled: false });
  expect((await errorOf(switchEndpoint(ports, ADMINISTRATOR, "nope", true))).code).toBe("notFound");
  const { endpoint } = await updateEndpoint(ports, ADMINISTRATOR, id, { ...INPUT, priceOut: null });
  expect(endpoint).toMatchObject({
    enabled: false,
    group: "small",
    preset: "vllm",
    priceIn: 0.1,
    priceOut: null,
  });
});

test("lists the runs of an endpoint, and those that depend on it alone", async () => {
  const ports = set();
  const at = async (model: string, group: string) =>
    (await createEndpoint(ports, ADMINISTRATOR, { ...INPUT, name: model, model, group })).id;
  const [one, twin, other] = [
    await at("qwen", "small"),
    await at("qwen", "small"),
    await at("llama", "small"),
  ];
  const run = { studyName: "Vote", replicate: 1, endpointId: other, embedderId: null };
  ports.underWay.push(
    { ...run, id: "grouped", models: { default: { group: "small", model: "qwen" } } },
    { ...run, id: "named", models: { default: { endpointId: one, model: "qwen" } } },
    { ...run, id: "older", endpointId: one, models: {} },
    { ...run, id: "elsewhere", models: { default: { group: "large", model: "qwen" } } },
    {
      ...run,
      id: "remembering",
      embedderId: one,
      models: { default: { endpointId: other, model: "llama" } },
    },
  );
  const used = async () =>
    (await listEndpointUses(ports, ADMINISTRATOR, one)).map(({ runId, alone, named: by }) => [
      runId,
      alone,
      by,
    ]);
  expect(await used()).toEqual([
    ["grouped", false, false],
    ["named", true, true],
    ["older", true, true],
    ["remembering", true, true],
  ]);
  await switchEndpoint(ports, ADMINISTRATOR, twin, false);
  expect((await used())[0]).toEqual(["grouped", true, false]);
});

test("treats an endpoint as unable to chat only after a test", () => {
  expect(
    [null, CAPABILITIES, { ...CAPABILITIES, chat: false }].map((capabilities) =>
      canChat({ capabilities }),
    ),
  ).toEqual([true, true, false]);
});
