import { afterAll, beforeAll, expect, it } from "vitest";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { openCommandLine, type CommandResult } from "./testing/command-line";

const commandLine = await openCommandLine({ variables: { LAB_KEY: "sk-lab-secret" } });
afterAll(() => commandLine.close());
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(({ response }) =>
    sendJson(response, 200, chatCompletion('{"hue":"teal","tally":7,"remark":"Quiet."}')),
  );
});
afterAll(async () => {
  await server.close();
});

const endpoints = (...args: string[]): Promise<CommandResult> =>
  commandLine.run("endpoints", ...args);

it("adds, tests, switches and removes endpoints, and shows no key", async () => {
  const added = await endpoints(
    "add",
    "--preset",
    "vllm",
    "--base-url",
    server.baseUrl,
    "--model",
    "tiny",
    "--name",
    "GPU 1",
    "--group",
    "small",
    "--api-key-env",
    "LAB_KEY",
    "--price-in",
    "0.1",
    "--json",
  );
  expect(added.code).toBe(0);
  const { endpoint, probe } = JSON.parse(added.out) as { endpoint: { id: string }; probe: object };
  expect(endpoint).toMatchObject({
    name: "GPU 1",
    preset: "vllm",
    group: "small",
    enabled: true,
    hasKey: true,
    priceIn: 0.1,
    priceOut: null,
    capabilities: { chat: true, jsonSchema: true },
  });
  expect(probe).toMatchObject({ ok: true });
  expect(server.keys).toContain("Bearer sk-lab-secret");

  expect((await endpoints("disable", "GPU 1")).out).toBe(
    `${endpoint.id}\toff\tsmall\tGPU 1\ttiny\t${server.baseUrl}\tvLLM\n`,
  );
  const tested = await endpoints("test", "GPU 1");
  expect([tested.code, tested.out]).toEqual([
    0,
    expect.stringMatching(/^test passed, response time \d+ ms\nchat\tyes\n/),
  ]);
  expect((await endpoints("remove", "GPU 2")).err).toContain("Did you mean “GPU 1”?");
  expect((await endpoints("remove", endpoint.id)).code).toBe(0);
  expect((await endpoints()).out).not.toContain("GPU 1");
  expect(added.out + added.err).not.toContain("sk-lab-secret");
});

it("adds an endpoint whose test fails, and prints the reason", async () => {
  const added = await endpoints("add", "--base-url", "http://127.0.0.1:9/v1", "--model", "tiny");
  expect([added.code, added.out]).toEqual([
    0,
    expect.stringMatching(/not tested\ntest failed: .*cannot be reached/),
  ]);
  expect(await endpoints("test", "tiny")).toMatchObject({
    code: 3,
    out: expect.stringContaining("cannot be reached") as string,
  });
  expect((await endpoints("switch", "tiny")).code).toBe(2);
});
