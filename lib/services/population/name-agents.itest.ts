import { afterAll, beforeAll, expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { waitFor } from "@/lib/container/testing/wait-for";
import { networkQuery } from "@/lib/contracts/network";
import { pollInput } from "@/lib/contracts/polls";
import { decisionQuery } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";

/** The village, whose villagers have names, one of them an empty one; elders have none. */
const { Villager, ...others } = liveScenario.agents;
const document: ScenarioDocument = {
  ...liveScenario,
  agents: {
    ...others,
    Villager: {
      count: 4,
      profile: "You are {{ self.name }}.",
      ...Villager,
      attributes: {
        ...Villager?.attributes,
        name: { type: "text", init: "self.id == 'Villager-2' ? ' ' : 'Ada ' + self.id" },
      },
    },
  },
};
const nameOf = (id: string) => (id === "Villager-2" ? undefined : `Ada ${id}`);

let installation: Installation;
let runId: string;
const services = () => installation.container.services;

beforeAll(async () => {
  installation = await openInstallation();
  await installation.workHere();
  runId =
    (
      await services().startStudy(SYSTEM, {
        document,
        parameters: { villagers: 4 },
        rounds: 1,
        seed: 3,
        replicates: 1,
      })
    ).runIds[0] ?? "";
  expect((await installation.settled(runId)).progress.status).toBe("completed");
});
afterAll(() => installation.close());

it("names the agents of decisions", async () => {
  const { rows } = await services().listDecisions(SYSTEM, runId, decisionQuery.parse({}));
  expect(rows.length).toBeGreaterThan(4);
  for (const { agent, names } of rows) expect(names[agent]).toBe(nameOf(agent));
  const first = rows.find(({ agent }) => agent === "Villager-1");
  const { version = 0, seq = 0 } = first ?? {};
  const { names } = await services().getDecision(SYSTEM, { runId, version, seq });
  expect(names).toEqual({ "Villager-1": "Ada Villager-1" });
});

it("names the nodes of a network, and the agents of polls and interviews", async () => {
  const picture = await services().getNetwork(SYSTEM, runId, networkQuery.parse({}));
  expect(picture.names).toEqual(
    Object.fromEntries(["Villager-1", "Villager-3", "Villager-4"].map((id) => [id, `Ada ${id}`])),
  );
  const { id: pollId } = await services().startPoll(
    SYSTEM,
    runId,
    pollInput.parse({ questionnaire: "mood", agentType: "Villager" }),
  );
  await waitFor(
    () => services().getPoll(SYSTEM, { runId, pollId }),
    ({ status }) => status === "completed",
  );
  const page = { after: -1, limit: 10 };
  const { rows } = await services().listPollAnswers(SYSTEM, { runId, pollId }, page);
  expect(rows).toHaveLength(4);
  for (const { agent, names } of rows) expect(names[agent]).toBe(nameOf(agent));
  for (const agent of ["Villager-2", "Villager-3"])
    await services().interviewAgent(SYSTEM, runId, { agent, text: "How are you?" });
  const interviews = await services().listInterviews(SYSTEM, runId);
  expect(interviews.map(({ agent, name }) => [agent, name])).toEqual([
    ["Villager-3", "Ada Villager-3"],
    ["Villager-2", null],
  ]);
});
