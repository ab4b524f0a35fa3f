import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serveApi } from "../../../_http/testing/serve-api";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { waitFor } from "@/lib/container/testing/wait-for";
import { SYSTEM } from "@/lib/domain/access";

const AGENT = "Respondent-1";
let installation: Installation;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  api = await serveApi(installation.container);
});
afterAll(async () => {
  await api.close();
  await people.close();
  await installation.close();
});

it("keeps the answer for a reader who closed the page while the agent answered", async () => {
  const { services } = installation.container;
  const { runIds } = await services.startStudy(SYSTEM, {
    template: "survey-experiment",
    parameters: { respondents: 10 },
    seed: 1,
    replicates: 1,
  });
  const runId = runIds[0] ?? "";
  await installation.settled(runId);
  const reader = await people.member("researcher");
  const cookie = await people.signIn(reader, installation.authSecret);

  installation.gate.hold();
  const question = request(`${api.url}/api/runs/${runId}/interviews`, {
    method: "POST",
    headers: { cookie, origin: api.url, "content-type": "application/json" },
    agent: false,
  });
  const closed = new Promise((resolve) => question.once("close", resolve));
  question.on("error", () => undefined);
  question.end(JSON.stringify({ agent: AGENT, text: "Why?" }));
  await installation.gate.untilHeld();
  question.destroy();
  await closed;
  // By the time of its answer the server has seen the other connection close.
  const viewer = await fetch(`${api.url}/api/viewer`, { headers: { cookie } });
  expect(viewer.status).toBe(200);
  installation.gate.release();

  const { messages } = await waitFor(
    () => services.readInterview(reader, runId, AGENT),
    (interview) => interview.messages.length > 0,
  );
  expect(messages.map(({ role }) => role)).toEqual(["interviewer", "agent"]);
});
