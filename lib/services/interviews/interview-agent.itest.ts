import { afterAll, beforeAll, expect, it } from "vitest";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { AppError } from "@/lib/contracts/errors";
import { interviewQuestion } from "@/lib/contracts/interviews";
import { SYSTEM } from "@/lib/domain/access";

type Body = {
  readonly messages: readonly { role: string; content: string }[];
  readonly response_format?: unknown;
};

let installation: Installation;
let people: People;
let server: TestServer;
let ann: Person;
let endpointId: string;
/** The server's answer to interviews; it answers decisions in the requested form. */
let answer: string | null = "I would rather fetch it from the river.";
let refuses = false;

const services = () => installation.container.services;
const start = async (): Promise<string> =>
  (
    await services().startStudy(SYSTEM, {
      document: liveScenario,
      parameters: { villagers: 6 },
      seed: 3,
      replicates: 1,
      endpointId,
    })
  ).runIds[0] ?? "";
const interviews = (): Body[] =>
  (server.bodies as Body[]).filter((body) => body.response_format === undefined);

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const decisionOf = (body: Body): string => {
  const name = (body.response_format as { json_schema: { name: string } }).json_schema.name;
  const trust = Number(
    /trust in the council is (\S+) of/.exec(body.messages.at(-1)?.content ?? "")?.[1] ?? 5,
  );
  return JSON.stringify(
    name === "choice"
      ? { choice: { action: "rest", hours: 3 } }
      : { trust, why: `My trust is ${trust}.` },
  );
};

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  server = await startTestServer(({ body, response }) => {
    const asked = body as Body;
    if (asked.response_format !== undefined)
      return sendJson(response, 200, chatCompletion(decisionOf(asked)));
    if (refuses) return sendJson(response, 401, { error: { message: "no" } });
    sendJson(response, 200, chatCompletion(answer));
  });
  endpointId = (
    await services().createEndpoint(SYSTEM, { name: "Lab", baseUrl: server.baseUrl, model: "tiny" })
  ).id;
  await services().startStudy(SYSTEM, {
    template: "survey-experiment",
    parameters: { respondents: 10 },
    seed: 1,
    replicates: 1,
  });
  ann = await people.member("researcher");
});
afterAll(async () => {
  await people.close();
  await installation.close();
  await server.close();
});

it("answers from the agent's current profile and memory, and the chat so far", async () => {
  const runId = await start();
  const { progress } = await installation.settled(runId);
  const first = await services().interviewAgent(ann, runId, {
    agent: "Villager-2",
    text: "Where do you get your water?",
  });
  expect(first.question).toMatchObject({
    role: "interviewer",
    text: "Where do you get your water?",
    version: progress.version,
    round: 4,
    model: null,
  });
  expect(first.answer).toMatchObject({
    role: "agent",
    text: "I would rather fetch it from the river.",
    version: progress.version,
    round: 4,
    model: "tiny",
  });
  answer = "  Because it is free. \n";
  await services().interviewAgent(ann, runId, { agent: "Villager-2", text: "Why?" });

  const [one, two] = interviews();
  expect(one?.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  expect(one?.messages[1]?.content).toMatch(
    /You are Villager-2, \d+ years old\.[^]*You said: My trust is [^]*Where do you get your water\?$/,
  );
  expect(two?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
  expect(two?.messages.slice(2).map(({ content }) => content)).toEqual([
    "I would rather fetch it from the river.",
    "Why?",
  ]);
  // Secret attributes stay hidden.
  expect(JSON.stringify(interviews())).not.toContain("hidden-");

  const chat = await services().readInterview(ann, runId, "Villager-2");
  expect(chat).toMatchObject({ agent: "Villager-2", agentType: "Villager" });
  expect(chat.messages.map(({ role, text }) => [role, text])).toEqual([
    ["interviewer", "Where do you get your water?"],
    ["agent", "I would rather fetch it from the river."],
    ["interviewer", "Why?"],
    ["agent", "Because it is free."],
  ]);
  expect(await services().listInterviews(ann, runId)).toMatchObject([
    { agent: "Villager-2", agentType: "Villager", questions: 2 },
  ]);
  // Each person has their own chats.
  expect(await services().listInterviews(await people.member("owner"), runId)).toEqual([]);
  expect((await services().readInterview(SYSTEM, runId, "Villager-2")).messages).toEqual([]);
});

it("keeps interviews out of the agent's memory and the run", async () => {
  answer = "The word is shibboleth.";
  const [quiet, talked] = [await start(), await start()];
  const { progress } = await installation.settled(quiet);
  let talking = true;
  const interviewRepeatedly = async (): Promise<void> => {
    // During the set-up there are no agents to interview.
    while (talking)
      await services()
        .interviewAgent(ann, talked, { agent: "Villager-1", text: "What is the word?" })
        .catch((error: AppError) => expect(error.code).toBe("notFound"));
  };
  const interviews = interviewRepeatedly();
  const run = await installation.settled(talked);
  talking = false;
  await interviews;
  await services().interviewAgent(ann, talked, { agent: "Villager-1", text: "And now?" });
  expect(run.progress).toMatchObject({
    digest: progress.digest,
    decisions: progress.decisions,
    promptTokens: progress.promptTokens,
  });
  expect((await services().getRun(SYSTEM, talked)).progress).toEqual(run.progress);
  expect(await services().replayRun(SYSTEM, talked)).toMatchObject({ equal: true });
  const decisions = (server.bodies as Body[]).filter((body) => body.response_format !== undefined);
  expect(JSON.stringify(decisions)).not.toContain("shibboleth");
  expect(
    (await services().readInterview(ann, talked, "Villager-1")).messages.length,
  ).toBeGreaterThan(1);
});

it("reports why the endpoint gave no answer, and stores nothing", async () => {
  const runId = await start();
  await installation.settled(runId);
  const ask = (): Promise<unknown> =>
    services().interviewAgent(ann, runId, { agent: "Elder-1", text: "Are you wise?" });
  refuses = true;
  const refused = await refusal(ask());
  refuses = false;
  expect(refused).toMatchObject({ code: "endpoint" });
  expect(refused.message).toMatch(/Lab.*key.*The question was not stored/);
  answer = " ";
  expect((await refusal(ask())).message).toMatch(/empty answer/);
  expect((await services().readInterview(ann, runId, "Elder-1")).messages).toEqual([]);
  answer = "Yes.";
  await ask();
  expect((await services().readInterview(ann, runId, "Elder-1")).messages).toHaveLength(2);
});

it("refuses agents that do not exist", async () => {
  const runId = await start();
  await installation.settled(runId);
  for (const agent of ["Villager-99", "Talks-1", "world-1", "$step-1"])
    expect(
      await refusal(services().interviewAgent(ann, runId, { agent, text: "Hello?" })),
    ).toMatchObject({ code: "notFound" });
  for (const agent of ["", "Villager", "Villager-0", "Villager-1\0", "'"])
    expect(interviewQuestion.safeParse({ agent, text: "Hello?" }).success).toBe(false);
  expect(interviewQuestion.safeParse({ agent: "Villager-1", text: "  " }).success).toBe(false);
});
