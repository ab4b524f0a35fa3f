import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startDemoModel, type DemoModel } from "./server";
import { parseSegment } from "./settings";
import { problemWith } from "./testing/validate";

/** From here on a test moves the clock of the servers itself: no machine is too slow for them. */
const stopClock = () => vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
afterEach(() => void vi.useRealTimers());

let model: DemoModel;
beforeAll(async () => {
  model = await startDemoModel();
});
afterAll(() => model.close());

const SCHEMA = {
  type: "object",
  properties: {
    trust: { type: "integer", minimum: 1, maximum: 7 },
    why: { type: "string", maxLength: 120 },
  },
  required: ["trust", "why"],
  additionalProperties: false,
};
const CHAT = {
  model: "microcosm-demo",
  messages: [
    { role: "system", content: "You are 40 years old and cautious." },
    { role: "user", content: "How much do you trust the mayor? Write about the mayor." },
  ],
  response_format: {
    type: "json_schema",
    json_schema: { name: "answer", strict: true, schema: SCHEMA },
  },
  seed: 1,
};

interface Chat {
  choices: { message: { content: string | null; refusal: string | null }; finish_reason: string }[];
  usage: {
    prompt_tokens: number;
    completion_tokens: number;
    total_tokens: number;
    prompt_tokens_details: { cached_tokens: number };
  };
}

const base = (settings = "", from = model) =>
  settings === "" ? from.url : from.url.replace("/v1", `/with/${settings}/v1`);
const post = (path: string, body: unknown, settings = "", init: RequestInit = {}) =>
  fetch(`${base(settings)}${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...init,
    headers: { "content-type": "application/json", ...init.headers },
  });
const chat = (more: object = {}, settings = "", init: RequestInit = {}) =>
  post("/chat/completions", { ...CHAT, ...more }, settings, init);
/** The status of a response; null when the connection broke. */
const statusOf = (response: Promise<Response>): Promise<number | null> =>
  response.then(
    ({ status }) => status,
    () => null,
  );
const read = async (response: Response) => (await response.json()) as Chat;
const stats = async (settings = "") =>
  (await (await fetch(`${base(settings)}/stats`)).json()) as Record<string, number>;
const apiError = async (response: Response) =>
  (
    (await response.json()) as {
      error: { message: string; type: string; param: string | null; code: string | null };
    }
  ).error;

describe("chat completions", () => {
  it("satisfy the schema and count tokens", async () => {
    const response = await chat();
    expect(response.status).toBe(200);
    expect(response.headers.get("x-microcosm-demo")).toBe("built-in demo model, not an LLM");
    const { choices, usage } = await read(response);
    expect(problemWith(JSON.parse(choices[0]?.message.content ?? ""), SCHEMA)).toBeNull();
    expect(choices[0]?.finish_reason).toBe("stop");
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    expect(usage.prompt_tokens).toBeGreaterThan(20);
  });

  it("are equal when repeated, and after a restart", async () => {
    const first = (await read(await chat())).choices;
    expect((await read(await chat())).choices).toEqual(first);
    const other = await startDemoModel();
    const again = await fetch(`${other.url}/chat/completions`, {
      method: "POST",
      body: JSON.stringify(CHAT),
    });
    expect((await read(again)).choices).toEqual(first);
    await other.close();
  });

  it("stream the same text, with usage on request", async () => {
    const whole = (await read(await chat())).choices[0]?.message.content;
    for (const settings of ["", "latency=40"]) {
      const response = await chat(
        { stream: true, stream_options: { include_usage: true } },
        settings,
      );
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const events = (await response.text())
        .split("\n\n")
        .filter((event) => event !== "")
        .map((event) => event.replace("data: ", ""));
      expect(events.at(-1)).toBe("[DONE]");
      const chunks = events.slice(0, -1).map(
        (event) =>
          JSON.parse(event) as {
            choices: { delta: { content?: string }; finish_reason: string | null }[];
            usage?: object;
          },
      );
      expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(whole);
      expect(chunks.at(-1)).toMatchObject({
        choices: [],
        usage: { prompt_tokens: expect.any(Number) as number },
      });
      expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    }
  });

  it.each([
    [{ model: "gpt-9" }, 404, "model", "model_not_found"],
    [{ messages: [] }, 400, "messages", null],
    [{ logprobs: true }, 400, "logprobs", "unsupported_parameter"],
    [{ max_tokens: 0 }, 400, "max_tokens", null],
    [
      {
        response_format: {
          type: "json_schema",
          json_schema: { schema: { type: "string", pattern: "a" } },
        },
      },
      400,
      "response_format",
      "invalid_json_schema",
    ],
  ])("refuse %j as the API does", async (more, status, param, code) => {
    const response = await chat(more);
    expect(response.status).toBe(status);
    expect(await apiError(response)).toMatchObject({ type: "invalid_request_error", param, code });
  });

  it("refuse invalid JSON, unknown URLs and unknown methods", async () => {
    expect((await post("/chat/completions", "{nonsense")).status).toBe(400);
    expect((await post("/nothing", {})).status).toBe(404);
    expect((await fetch(`${model.url}/chat/completions`)).status).toBe(405);
    expect((await fetch(`${base("latancy=3")}/models`)).status).toBe(400);
    expect((await fetch(`${base("%zz")}/models`)).status).toBe(400);
  });
});

describe("the other endpoints", () => {
  it("describe the server", async () => {
    const list = (await (await fetch(`${model.url}/models`)).json()) as { data: object[] };
    expect(list.data).toEqual([
      expect.objectContaining({
        id: "microcosm-demo",
        owned_by: "microcosm",
        description: "built-in demo model, not an LLM",
      }),
    ]);
    expect((await fetch(`${model.url}/models/microcosm-demo-7`)).status).toBe(200);
    expect((await fetch(`${model.url}/models/other`)).status).toBe(404);
    expect(await (await fetch(model.url.replace("/v1", "/health"))).json()).toMatchObject({
      status: "ok",
    });
  });

  it("embed as floats and as base64", async () => {
    const embeddings = async (more: object) => {
      const response = await post("/embeddings", {
        model: "microcosm-demo",
        input: ["a carbon tax", "a cat"],
        dimensions: 32,
        ...more,
      });
      return ((await response.json()) as { data: { embedding: number[] | string }[] }).data.map(
        (one) => one.embedding,
      );
    };
    const floats = (await embeddings({})) as number[][];
    const bytes = Buffer.from(
      (await embeddings({ encoding_format: "base64" }))[1] as string,
      "base64",
    );
    expect(floats.map((vector) => vector.length)).toEqual([32, 32]);
    expect(bytes.readFloatLE(4)).toBeCloseTo(floats[1]?.[1] ?? Number.NaN, 6);
    expect((await post("/embeddings", { model: "microcosm-demo", input: "" })).status).toBe(400);
  });

  it("require the key when one is set", async () => {
    const locked = await startDemoModel({ apiKey: "open sesame" });
    const models = (headers: Record<string, string>) => fetch(`${locked.url}/models`, { headers });
    const refused = await models({ authorization: "Bearer wrong" });
    expect(refused.status).toBe(401);
    expect(await apiError(refused)).toMatchObject({ code: "invalid_api_key" });
    expect((await models({})).status).toBe(401);
    expect((await models({ authorization: "Bearer open sesame" })).status).toBe(200);
    expect((await fetch(locked.url.replace("/v1", "/health"))).status).toBe(200);
    await locked.close();
  });

  it("count requests and prefix cache hits, and reset the counts", async () => {
    const settings = "seed=11";
    const long = { messages: [{ role: "user", content: "Shared instructions. ".repeat(30) }] };
    for (let i = 0; i < 3; i++) await (await chat(long, settings)).text();
    const seen = await stats(settings);
    expect(seen).toMatchObject({
      requests: 3,
      chatCompletions: 3,
      prefixHits: 2,
      inFlight: 0,
      errors: 0,
    });
    expect(seen.cachedPromptTokens).toBeGreaterThan(200);
    await fetch(`${base(settings)}/stats`, { method: "DELETE" });
    expect(await stats(settings)).toMatchObject({ requests: 0, prefixHits: 0 });
  });
});

describe("simulated load", () => {
  it("queues behind the slots of its base path", async () => {
    stopClock();
    const settings = "latency=60000,slots=2,seed=2";
    const calls = Promise.all(Array.from({ length: 6 }, (_, seed) => chat({ seed }, settings)));
    await expect.poll(async () => (await stats(settings)).inFlight).toBe(6);
    await vi.advanceTimersByTimeAsync(180_000);
    expect((await calls).every((reply) => reply.status === 200)).toBe(true);
    const seen = await stats(settings);
    expect(seen.maxInFlight).toBe(6);
    expect(seen.busySlotMs).toBeCloseTo(6 * 60_000, -1);
  });

  it("returns 429 when the queue is full; frees the slots of disconnected clients", async () => {
    const settings = "latency=60000,slots=1,maxQueue=0,retryAfter=7";
    const leaving = new AbortController();
    const first = chat({}, settings, { signal: leaving.signal }).catch(() => "left");
    await expect.poll(async () => (await stats(settings)).running).toBe(1);
    const refused = await chat({}, settings);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    leaving.abort();
    expect(await first).toBe("left");
    await expect.poll(async () => (await stats(settings)).running).toBe(0);
    expect((await stats(settings)).cancelled).toBe(1);
  });

  it("answers later, as a GPU would", async () => {
    const settings = "gpu=8b,speed=2";
    expect((await chat({}, settings)).status).toBe(200);
    expect((await stats(settings)).busySlotMs).toBeGreaterThan(20);
  });
});

describe("simulated faults", () => {
  const content = async (settings: string) => {
    const reply = await read(await chat({}, settings));
    return {
      text: reply.choices[0]?.message.content,
      refusal: reply.choices[0]?.message.refusal,
      reason: reply.choices[0]?.finish_reason,
    };
  };

  it("429 has a Retry-After header", async () => {
    const response = await chat({}, "rate429=1,retryAfter=3");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await apiError(response)).toMatchObject({ code: "rate_limit_exceeded" });
  });

  it("500 is an error of the API", async () => {
    const response = await chat({}, "rate500=1");
    expect(response.status).toBe(500);
    expect(await apiError(response)).toMatchObject({ type: "server_error" });
  });

  it("HTML is returned in place of JSON", async () => {
    const response = await chat({}, "rateHtml=1");
    expect(response.headers.get("content-type")).toBe("text/html");
    await expect(response.json()).rejects.toThrow();
  });

  it("a time-out never answers", async () => {
    const leaving = new AbortController();
    const call = chat({}, "rateTimeout=1", { signal: leaving.signal }).catch(() => "left");
    await expect.poll(async () => (await stats("rateTimeout=1")).inFlight).toBe(1);
    leaving.abort();
    expect(await call).toBe("left");
  });

  it("a reset breaks the connection", async () => {
    await expect(chat({}, "rateReset=1")).rejects.toThrow();
  });

  it("truncated answers end because of their length", async () => {
    const { text, reason } = await content("rateTruncated=1");
    expect(reason).toBe("length");
    expect(() => JSON.parse(text ?? "") as unknown).toThrow();
  });

  it("invalid answers violate the schema", async () => {
    const { text } = await content("rateInvalid=1,invalidKind=range");
    expect(problemWith(JSON.parse(text ?? ""), SCHEMA)).toMatch(/trust: 14 above 7/);
  });

  it("empty answers and refusals have their fields", async () => {
    expect((await content("rateEmpty=1")).text).toBe("");
    expect(await content("rateRefusal=1")).toMatchObject({
      text: null,
      refusal: expect.stringContaining("can't help") as string,
    });
    const plain = await read(await chat({ response_format: { type: "text" } }, "rateRefusal=1"));
    expect(plain.choices[0]?.message.content).toContain("can't help");
  });

  it("a slow drip is complete in the end", async () => {
    const reply = await read(await chat({}, "rateDrip=1,dripMs=120"));
    expect(reply.choices[0]?.finish_reason).toBe("stop");
  });

  it("a repeated request draws another fault; an explicit attempt draws the same", async () => {
    const settings = "rate500=0.5,seed=5";
    const statuses = async (init?: RequestInit) => {
      const seen: number[] = [];
      for (let i = 0; i < 12; i++) seen.push((await chat({}, settings, init)).status);
      return new Set(seen);
    };
    expect(await statuses()).toEqual(new Set([200, 500]));
    expect((await statuses({ headers: { "x-attempt": "0" } })).size).toBe(1);
  });

  it("a server that dies resets requests after its last one, and may restart", async () => {
    stopClock();
    const settings = "dieAfter=2,reviveAfter=60000";
    for (let i = 0; i < 2; i++) expect((await chat({}, settings)).status).toBe(200);
    await expect(chat({}, settings)).rejects.toThrow();
    await expect(fetch(`${base(settings)}/models`)).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await chat({}, settings)).status).toBe(200);
  });

  it("a server started dead refuses connections until it revives", async () => {
    stopClock();
    const mortal = await startDemoModel({ settings: parseSegment("dieAfter=1,reviveAfter=60000") });
    const ask = () =>
      fetch(`${mortal.url}/chat/completions`, { method: "POST", body: JSON.stringify(CHAT) });
    expect((await ask()).status).toBe(200);
    await expect(ask()).rejects.toThrow();
    await expect(ask()).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await vi.advanceTimersByTimeAsync(60_000);
    await expect.poll(() => statusOf(ask())).toBe(200);
    await mortal.close();
  });
});
