import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { CAPABILITIES, makeEndpoint } from "@/components/testing/fixtures/endpoints";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { LiveEndpoint } from "@/lib/contracts/live-pool";
import { EndpointList } from "./endpoint-list";

const LIVE: LiveEndpoint = {
  endpointId: "endpoint-1",
  name: "Lab server",
  model: "qwen3-8b",
  health: "answers",
  reason: null,
  retryInSeconds: null,
  active: 2,
  limit: 8,
  waiting: 3,
  callsPerSecond: 1.5,
  tokensInPerSecond: 100,
  tokensOutPerSecond: 20,
  ended: 90,
  failed: {},
  errorRate: 0,
  latencyP50Ms: 200,
  latencyP95Ms: 800,
};

function show(
  endpoints: Endpoint[],
  {
    administrator = true,
    live = LIVE,
    routes = {},
  }: {
    administrator?: boolean;
    live?: LiveEndpoint;
    routes?: Readonly<Record<string, unknown>>;
  } = {},
) {
  const requests = serveJson({
    "GET /api/endpoints": endpoints,
    "GET /api/models/live": { endpoints: [live], workers: 1, processes: [] },
    "GET /api/endpoints/*/uses": [],
    ...routes,
  });
  const rendered = renderInApp(
    <EndpointList endpoints={endpoints} administrator={administrator} />,
    { path: "/models" },
  );
  const sent = (method: string) =>
    requests
      .filter((request) => request.method === method)
      .map(({ path, body }) => ({ path, body }));
  return { ...rendered, sent };
}

const row = (name: string) => within(screen.getByRole("article", { name }));

test("lists endpoints by group, with capabilities, limits and load", async () => {
  show([
    makeEndpoint({ priceIn: 0.15, priceOut: 0.6 }),
    makeEndpoint({ id: "endpoint-2", name: "Small server", group: "small", capabilities: null }),
  ]);
  expect(screen.getByRole("heading", { name: "Group default" })).toBeDefined();
  expect(screen.getByRole("heading", { name: "Group small" })).toBeDefined();
  const lab = row("Lab server");
  expect(lab.getByText("32,768 tokens of context")).toBeDefined();
  expect(lab.getByText(/Concurrency limit 8 · timeout 90 s/)).toBeDefined();
  expect(lab.getByText(/US\$0\.15 in, US\$0\.6 out per million tokens/)).toBeDefined();
  expect(await lab.findByText("2 of 8 calls active")).toBeDefined();
  expect(lab.getByText("3 waiting")).toBeDefined();
  expect(lab.getByText(/95th percentile/)).toBeDefined();
  expect(row("Small server").getByText("Not tested yet; capabilities unknown")).toBeDefined();
  await expectAccessible();
});

test("explains the capabilities on demand", async () => {
  const { user } = show([
    makeEndpoint({ capabilities: { ...CAPABILITIES, seed: false, lora: null } }),
  ]);
  await user.click(row("Lab server").getByText("Details"));
  expect(row("Lab server").getByText(/running again may give different answers/)).toBeDefined();
  expect(row("Lab server").getByText(/The server gave no clear answer/)).toBeDefined();
  await expectAccessible();
});

test("says why an endpoint is failing, and when it is tried again", async () => {
  show([makeEndpoint()], {
    live: {
      ...LIVE,
      health: "failing",
      reason: "The server cannot be reached.",
      retryInSeconds: 12,
      failed: { unreachable: 4 },
      errorRate: 1,
    },
  });
  expect(await screen.findByText(/The server cannot be reached\. Next attempt in/)).toBeDefined();
  expect(screen.getByText(/errors in the last minute \(4 unreachable\)/)).toBeDefined();
});

test("a group of several models cannot be selected as a whole", () => {
  show([
    makeEndpoint({ group: "mixed" }),
    makeEndpoint({ id: "endpoint-2", name: "Other", model: "llama", group: "mixed" }),
  ]);
  expect(screen.getByText("This group cannot be selected as a whole.")).toBeDefined();
});

test("a member who is no administrator can only look", async () => {
  show([makeEndpoint({ enabled: false })], { administrator: false });
  expect(screen.getByText("You can use these endpoints, but not change them")).toBeDefined();
  expect(screen.getByText("Disabled")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Add endpoint" })).toBeNull();
  expect(screen.queryByRole("switch")).toBeNull();
  await expectAccessible();
});

test("only the demo model: a warning that it is not an LLM", () => {
  show([makeEndpoint({ isDemo: true, isBuiltIn: true, name: "Built-in" })]);
  expect(screen.getByText("Only the demo model is available, and it is not an LLM")).toBeDefined();
});

test("tests an endpoint, and reports what it found", async () => {
  const { user, sent } = show([makeEndpoint()], {
    routes: {
      "POST /api/endpoints/test": {
        ok: true,
        capabilities: CAPABILITIES,
        latencyMs: 120,
        answer: "Paris",
        models: ["qwen3-8b"],
        isDemo: false,
      },
    },
  });
  await user.click(screen.getByRole("button", { name: "Test Lab server" }));
  expect(await screen.findByText(/Test passed/)).toBeDefined();
  expect(screen.getByText("Paris")).toBeDefined();
  expect(sent("POST")[0]?.body).toEqual({
    baseUrl: "http://lab:8000/v1",
    model: "qwen3-8b",
    endpointId: "endpoint-1",
  });
});

test.each([
  ["noModel", "The server does not know this model"],
  ["noApi", "No model API at this address"],
  ["unauthorised", "The server rejected the API key"],
])("a failed test is titled by its code: %s", async (fault, title) => {
  const message = "It has no chat completions API at this address.";
  const { user } = show([makeEndpoint()], {
    routes: { "POST /api/endpoints/test": { ok: false, fault, message, models: [] } },
  });
  await user.click(screen.getByRole("button", { name: "Test Lab server" }));
  const alert = within(await screen.findByRole("alert"));
  expect(alert.getByText(title)).toBeDefined();
  expect(alert.getByText(message)).toBeDefined();
});

test("disables an endpoint at once when no run uses it", async () => {
  const { user, sent } = show([makeEndpoint()], {
    routes: { "PATCH /api/endpoints/endpoint-1": makeEndpoint({ enabled: false }) },
  });
  await user.click(screen.getByRole("switch", { name: "Enable Lab server", checked: true }));
  await expect
    .poll(() => sent("PATCH"))
    .toEqual([{ path: "/api/endpoints/endpoint-1", body: { enabled: false } }]);
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

test("asks before it disables an endpoint that an active run needs", async () => {
  const use = { runId: "run-1", study: "Carbon tax", replicate: 2, alone: true, named: false };
  const { user, sent } = show([makeEndpoint()], {
    routes: {
      "GET /api/endpoints/*/uses": [use],
      "PATCH /api/endpoints/endpoint-1": makeEndpoint({ enabled: false }),
    },
  });
  await user.click(screen.getByRole("switch", { name: "Enable Lab server" }));
  const question = within(await screen.findByRole("alertdialog", { name: "Disable Lab server?" }));
  expect(await question.findByText(/One active run has no other endpoint/)).toBeDefined();
  expect(question.getByRole("link", { name: "Carbon tax, replicate 2" })).toBeDefined();
  await expectAccessible();
  expect(sent("PATCH")).toEqual([]);
  await user.click(question.getByRole("button", { name: "Disable" }));
  await expect.poll(() => sent("PATCH")).toHaveLength(1);
});

test("deletes an endpoint after a question, and warns of its key", async () => {
  const { user, sent } = show([makeEndpoint({ hasKey: true })], {
    routes: {
      "GET /api/endpoints/*/uses": [
        { runId: "run-1", study: "A", replicate: 1, alone: false, named: false },
      ],
      "DELETE /api/endpoints/endpoint-1": {},
    },
  });
  await user.click(screen.getByRole("button", { name: "Delete Lab server" }));
  const question = within(await screen.findByRole("alertdialog"));
  expect(question.getByText(/Its stored API key is deleted permanently/)).toBeDefined();
  expect(
    await question.findByText("1 active run will continue with the other endpoints of the group."),
  ).toBeDefined();
  await user.click(question.getByRole("button", { name: "Delete" }));
  expect(await screen.findByText("Lab server was deleted")).toBeDefined();
  expect(sent("DELETE")).toHaveLength(1);
});

test("finds endpoints by a search once there are many", async () => {
  const many = Array.from({ length: 8 }, (_, index) =>
    makeEndpoint({ id: `endpoint-${String(index)}`, name: `Server ${String(index)}` }),
  );
  const { user } = show(many);
  await user.type(screen.getByRole("searchbox", { name: "Search endpoints" }), "server 3");
  expect(screen.getAllByRole("article")).toHaveLength(1);
  await user.type(screen.getByRole("searchbox", { name: "Search endpoints" }), "x");
  expect(screen.getByText("No endpoint matches")).toBeDefined();
});

test("keeps the list when it cannot be refreshed", async () => {
  show([makeEndpoint()], {
    routes: { "GET /api/endpoints": refusal(503, "unavailable", "Busy") },
  });
  expect(await screen.findByText("The list could not be refreshed")).toBeDefined();
  expect(screen.getByRole("article", { name: "Lab server" })).toBeDefined();
});
