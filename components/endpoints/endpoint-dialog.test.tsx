import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { CAPABILITIES, makeEndpoint } from "@/components/testing/fixtures/endpoints";
import type { Endpoint, ProbeResult } from "@/lib/contracts/endpoints";
import { EndpointDialog } from "./endpoint-dialog";

const PASSED: ProbeResult = {
  ok: true,
  capabilities: CAPABILITIES,
  latencyMs: 120,
  answer: "Paris",
  models: ["qwen3-8b"],
  isDemo: false,
};

const saved = (change: Partial<Endpoint> = {}) => ({
  endpoint: makeEndpoint(change),
  notice: null,
  probe: PASSED,
});

function open(
  subject: Endpoint | "new",
  routes: Readonly<Record<string, unknown>> = {},
  endpoints: readonly Endpoint[] = [],
) {
  const requests = serveJson({
    "GET /api/endpoints": endpoints,
    "POST /api/endpoints": saved(),
    "PUT /api/endpoints/endpoint-1": saved(),
    ...routes,
  });
  const onClose = vi.fn();
  const rendered = renderInApp(
    <EndpointDialog subject={subject} endpoints={endpoints} onClose={onClose} />,
  );
  const bodies = (method: string) =>
    requests.filter((request) => request.method === method).map(({ body }) => body);
  return { ...rendered, bodies, onClose };
}

const field = (name: RegExp | string) => screen.getByLabelText(name);

test("adds an endpoint with its key, limits and prices", async () => {
  const { user, bodies, onClose } = open("new");
  await expectAccessible();
  await user.type(field(/^Display name/), "Lab server");
  await user.type(field(/^Base URL/), "http://lab:8000/v1");
  await user.type(field(/^Model/), "qwen3-8b");
  await user.type(field("API key"), "sk-secret");
  await user.clear(field("Concurrency limit"));
  await user.type(field("Concurrency limit"), "4");
  await user.type(field("Input price"), "0.15");
  await user.click(screen.getByRole("button", { name: "Add endpoint" }));
  expect(await screen.findByText("Lab server was added")).toBeDefined();
  expect(bodies("POST")).toEqual([
    {
      preset: "custom",
      name: "Lab server",
      baseUrl: "http://lab:8000/v1",
      model: "qwen3-8b",
      apiKey: "sk-secret",
      concurrency: 4,
      timeoutMs: 120_000,
      group: "default",
      priceIn: 0.15,
      priceOut: null,
    },
  ]);
  expect(onClose).toHaveBeenCalled();
});

test("marks what is missing, and sends nothing", async () => {
  const { user, bodies } = open("new");
  await user.clear(field("Concurrency limit"));
  await user.click(screen.getByRole("button", { name: "Add endpoint" }));
  expect(await screen.findByText("Enter a whole number from 1 to 2,000")).toBeDefined();
  for (const name of [/^Display name/, /^Base URL/, /^Model/])
    expect(field(name).getAttribute("aria-invalid")).toBe("true");
  expect(bodies("POST")).toEqual([]);
  await expectAccessible();
});

test("a server type fills in its address, and keeps what was typed", async () => {
  const { user } = open("new");
  await user.type(field(/^Display name/), "Mine");
  await user.click(screen.getByRole("combobox", { name: "Server type" }));
  await user.click(await screen.findByRole("option", { name: "vLLM" }));
  expect(field(/^Base URL/)).toHaveProperty("value", "http://127.0.0.1:8000/v1");
  expect(field(/^Display name/)).toHaveProperty("value", "Mine");
});

test("a test without a model takes the only one of the server", async () => {
  const { user, bodies } = open("new", {
    "POST /api/endpoints/test": ({ body }: { body: { model: string } }) =>
      body.model === ""
        ? { ok: false, fault: "noModel", message: "Choose one.", models: ["qwen3-8b"] }
        : PASSED,
  });
  await user.type(field(/^Base URL/), "http://lab:8000/v1");
  await user.click(screen.getByRole("button", { name: "Test" }));
  expect(await screen.findByText(/Test passed/)).toBeDefined();
  expect(field(/^Model/)).toHaveProperty("value", "qwen3-8b");
  expect(bodies("POST")).toHaveLength(2);
});

test("a test without a model lists those of the server to choose from", async () => {
  const { user } = open("new", {
    "POST /api/endpoints/test": {
      ok: false,
      fault: "noModel",
      message: "The server responds.",
      models: ["qwen3-8b", "llama-3"],
    },
  });
  await user.type(field(/^Base URL/), "http://lab:8000/v1");
  await user.click(screen.getByRole("button", { name: "Test" }));
  expect(await screen.findByText("The server can be reached")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Choose from 2 models" }));
  const picker = within(await screen.findByRole("dialog", { name: "Available models" }));
  await user.type(picker.getByRole("searchbox", { name: "Search models" }), "lla");
  await user.click(picker.getByRole("button", { name: "llama-3" }));
  expect(field(/^Model/)).toHaveProperty("value", "llama-3");
});

test("warns when the group has another model", async () => {
  const { user } = open("new", {}, [makeEndpoint({ id: "other", group: "small" })]);
  await user.type(field(/^Model/), "llama-3");
  await user.clear(field("Group"));
  await user.type(field("Group"), "small");
  expect(screen.getByText(/“small” already contains qwen3-8b/)).toBeDefined();
});

test("keeps the stored key unless it is replaced or removed", async () => {
  const { user, bodies } = open(makeEndpoint({ hasKey: true }));
  expect(screen.getByText(/A key is stored\. Leave empty to keep it/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("Lab server was saved");
  expect(bodies("PUT")[0]).not.toHaveProperty("apiKey");
  await user.click(screen.getByRole("checkbox", { name: "Remove stored key" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await expect.poll(() => bodies("PUT")[1]).toHaveProperty("apiKey", "");
});

test("the built-in model keeps its name, address and model", async () => {
  open(makeEndpoint({ isBuiltIn: true, isDemo: true }));
  for (const name of [/^Display name/, /^Base URL/, /^Model/])
    expect(field(name)).toHaveProperty("disabled", true);
  expect(screen.queryByLabelText("API key")).toBeNull();
  await expectAccessible();
});

test("a refusal marks its fields", async () => {
  const { user } = open("new", {
    "POST /api/endpoints": refusal(422, "invalid", "The endpoint is not valid.", [
      { pointer: "/name", message: "This name is taken" },
    ]),
  });
  await user.type(field(/^Display name/), "Lab server");
  await user.type(field(/^Base URL/), "http://lab:8000/v1");
  await user.type(field(/^Model/), "qwen3-8b");
  await user.click(screen.getByRole("button", { name: "Add endpoint" }));
  expect(await screen.findByText("The endpoint was not saved")).toBeDefined();
  expect(screen.getByText("This name is taken")).toBeDefined();
});
