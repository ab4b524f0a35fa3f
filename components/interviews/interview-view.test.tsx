import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeAgents, makePopulation } from "@/components/testing/fixtures/population";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { InterviewMessage } from "@/lib/contracts/interviews";
import { useChatDrafts } from "./chat-store";
import { InterviewView } from "./interview-view";

const message = (change: Partial<InterviewMessage>): InterviewMessage => ({
  id: "message-1",
  role: "interviewer",
  text: "How are you?",
  problem: null,
  nullValues: null,
  version: 3,
  round: 1,
  model: null,
  createdAt: "2026-01-01T10:00:00Z",
  ...change,
});

const ANSWER = message({ id: "message-2", role: "agent", text: "Fine.", model: "qwen3-8b" });

interface Served {
  readonly path: string;
  readonly search: URLSearchParams;
}

/** The list of interviews, or the one with an agent. */
const interviews =
  (messages: readonly InterviewMessage[], name: string | null = null) =>
  ({ search }: Served): unknown =>
    search.has("agent")
      ? { agent: search.get("agent"), agentType: "Voter", messages }
      : messages.length === 0
        ? []
        : [{ agent: "Voter-2", agentType: "Voter", name, questions: 1, lastAt: ANSWER.createdAt }];

function show({
  agent,
  messages = [],
  run = makeRun(),
  routes = {},
}: {
  agent?: string;
  messages?: readonly InterviewMessage[];
  run?: ReturnType<typeof makeRun>;
  routes?: Readonly<Record<string, unknown>>;
} = {}) {
  const requests = serveJson({
    "GET /api/runs/run-1": run,
    "GET /api/runs/run-1/cast": makePopulation(),
    "GET /api/runs/run-1/agents": ({ search }: Served) => {
      const wanted = search.get("search") ?? "";
      const all = makeAgents();
      const agents = all.agents.filter(({ id }) => id.includes(wanted));
      return { ...all, agents, total: agents.length };
    },
    "GET /api/runs/run-1/interviews": interviews(messages),
    "POST /api/runs/run-1/interviews": { question: message({}), answer: ANSWER },
    ...routes,
  });
  const query = agent === undefined ? "" : `?agent=${agent}`;
  const rendered = renderInApp(<InterviewView run={run} />, {
    path: `/runs/run-1/interview${query}`,
  });
  return { ...rendered, requests };
}

const question = () => screen.findByRole("textbox", { name: "Your question to Voter-2" });

beforeEach(() => useChatDrafts.setState({ drafts: {} }));

test("lists the agents with their profiles, and opens one in the address", async () => {
  const { user, router } = show();
  expect(screen.getByText("Choose an agent to interview")).toBeDefined();
  const agents = await screen.findByRole("list", { name: "Agents" });
  expect(within(agents).getAllByRole("listitem")).toHaveLength(3);
  expect(within(agents).getByText("31 years · opinion 0 · Right")).toBeDefined();
  await expectAccessible();
  await user.click(within(agents).getByRole("button", { name: /Voter-2/ }));
  expect(router.current()).toBe("/runs/run-1/interview?agent=Voter-2");
  expect(await screen.findByRole("heading", { name: "Voter-2" })).toBeDefined();
  await expectAccessible();
});

test("finds agents by a search", async () => {
  const { user } = show();
  await user.type(screen.getByRole("searchbox", { name: "Search agents" }), "-3");
  const agents = screen.getByRole("list", { name: "Agents" });
  await expect.poll(() => within(agents).getAllByRole("listitem").length).toBe(1);
  await user.type(screen.getByRole("searchbox", { name: "Search agents" }), "9");
  expect(await screen.findByText("No agent matches")).toBeDefined();
});

test("sends a question with Enter, and shows the answer with its model", async () => {
  const { user, requests } = show({ agent: "Voter-2" });
  await user.type(await question(), "How are you?{Enter}");
  expect(await screen.findByRole("article", { name: "Voter-2" })).toHaveProperty(
    "textContent",
    expect.stringMatching(/^Fine\.Simulated by qwen3-8b/),
  );
  expect(await question()).toHaveProperty("value", "");
  expect(requests.find(({ method }) => method === "POST")?.body).toEqual({
    agent: "Voter-2",
    text: "How are you?",
  });
});

test("shows why an agent could not answer, and takes the next question", async () => {
  const problem = "The server refused the content of this prompt (400). Ask in other words.";
  const { user } = show({
    agent: "Voter-2",
    routes: {
      "POST /api/runs/run-1/interviews": {
        question: message({}),
        answer: { ...ANSWER, text: "", problem },
      },
    },
  });
  await user.type(await question(), "How are you?{Enter}");
  expect(await screen.findByText(/^No answer\. The server refused the content/)).toBeDefined();
  expect(await question()).toHaveProperty("disabled", false);
  await expectAccessible();
});

test("Shift+Enter starts a new line", async () => {
  const { user, requests } = show({ agent: "Voter-2" });
  await user.type(await question(), "One{Shift>}{Enter}{/Shift}two");
  expect(await question()).toHaveProperty("value", "One\ntwo");
  expect(requests.every(({ method }) => method === "GET")).toBe(true);
});

test("an unanswered question can be edited or sent again", async () => {
  let refuse = true;
  const { user } = show({
    agent: "Voter-2",
    routes: {
      "POST /api/runs/run-1/interviews": () =>
        refuse
          ? refusal(503, "unavailable", "The endpoint does not answer.")
          : { question: message({}), answer: ANSWER },
    },
  });
  await user.type(await question(), "How are you?{Enter}");
  expect(await screen.findByText("The endpoint does not answer.")).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Edit" }));
  expect(await question()).toHaveProperty("value", "How are you?");
  await user.type(await question(), "{Enter}");
  refuse = false;
  await user.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("article", { name: "Voter-2" })).toBeDefined();
});

test("shows earlier messages, with a line per round", async () => {
  show({
    agent: "Voter-2",
    messages: [message({ round: 0 }), { ...ANSWER, round: 2 }],
  });
  expect(await screen.findByText("Before round 1")).toBeDefined();
  expect(screen.getByText("In round 2")).toBeDefined();
  expect(screen.getByRole("region", { name: "Interviewed" })).toBeDefined();
});

test("a reader without the right to run cannot ask", async () => {
  show({ agent: "Voter-2", run: makeRun({}, { mayRun: false }) });
  expect(await screen.findByText(/requires permission to start runs/)).toBeDefined();
  expect(screen.queryByRole("textbox", { name: /Your question/ })).toBeNull();
});

test("a failed load of the agents is reported", async () => {
  show({ routes: { "GET /api/runs/run-1/agents": refusal(503, "unavailable", "Busy") } });
  expect(await screen.findByText("The agents could not be loaded")).toBeDefined();
});

test("agents with a name appear by it first, with the id after it", async () => {
  const population = makePopulation();
  const types = population.types.map((type) => ({
    ...type,
    attributes: [
      { ...type.attributes[0], name: "name", label: "Name", type: "text" },
      ...type.attributes,
    ],
  }));
  const all = makeAgents();
  const agents = all.agents.map((one) => ({ ...one, values: { ...one.values, name: "Ada Bell" } }));
  show({
    agent: "Voter-2",
    messages: [message({}), ANSWER],
    routes: {
      "GET /api/runs/run-1/cast": { ...population, types },
      "GET /api/runs/run-1/agents": { ...all, agents },
      "GET /api/runs/run-1/interviews": interviews([message({}), ANSWER], "Ada Bell"),
    },
  });
  expect(await screen.findByRole("heading", { name: "Ada Bell Voter-2" })).toBeDefined();
  expect(await screen.findByRole("article", { name: "Ada Bell (Voter-2)" })).toBeDefined();
  expect(screen.getByPlaceholderText("Ask Ada Bell (Voter-2)…")).toBeDefined();
  const interviewed = within(await screen.findByRole("region", { name: "Interviewed" }));
  expect(interviewed.getByRole("button", { name: /^Ada Bell Voter-2/ })).toBeDefined();
  await expectAccessible();
});
