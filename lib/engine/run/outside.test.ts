import { describe, expect, it } from "vitest";
import { type ParameterValues, scenario } from "@/lib/domain/scenario";
import { compileScenario } from "./compile-scenario";
import type { Simulation } from "../base/contract";
import { decideSlot } from "./decide-slot";
import { InterventionError, ScenarioError } from "../base/errors";
import { plausibleAnswer } from "./fixtures/answers";
import { OPINION } from "./fixtures/opinion";
import { checkLiveEffects } from "./live-effects";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

const compiled = compileScenario(scenario.parse(OPINION));
const open = (parameters: ParameterValues = { voters: 10 }): Simulation =>
  openSimulation(compiled, { parameters, seed: 2 });

/** Runs the given number of commits. */
async function played(steps: number): Promise<Simulation> {
  const sim = open();
  for (let step = 0; step < steps; step += 1) {
    const made = await Promise.all(
      sim.plan().map((slot) =>
        decideSlot({
          requests: sim,
          slot,
          memories: [],
          call: (request) => ({ text: plausibleAnswer(request) }),
        }),
      ),
    );
    sim.commit(made.map(({ outcome }) => outcome));
  }
  return sim;
}

describe("a live intervention", () => {
  it("is a separate step, after which the current step is planned again", async () => {
    const sim = await played(2);
    const before = [sim.step()?.key, sim.plan().length];
    const commit = sim.intervene({
      number: 1,
      label: "News",
      effects: [{ tell: "Voter", text: "The tax was passed." }],
    });
    expect(commit).toMatchObject({
      version: 3,
      step: { key: "live", label: "News", round: 1 },
      interventions: [1],
      measures: [],
      roundOver: false,
    });
    expect(commit.memories).toHaveLength(10);
    expect([sim.step()?.key, sim.plan().length]).toEqual(before);
    const rest = await simulate(sim, plausibleAnswer);
    expect(rest.commits.at(-1)?.next).toBeNull();
  });

  it("leaves the world unchanged if it cannot be applied", async () => {
    const sim = await played(2);
    const state = JSON.stringify(sim.world.rows("Voter"));
    const effects = [
      { forEach: "Voter", as: "v", do: [{ set: "v.opinion", to: "1 / (v.age - v.age)" }] },
    ];
    expect(() => sim.intervene({ number: 1, label: "Wrong", effects })).toThrow(InterventionError);
    expect([sim.version, JSON.stringify(sim.world.rows("Voter")), sim.step()?.key]).toEqual([
      2,
      state,
      "speak",
    ]);
    expect(() =>
      open().intervene({ number: 1, label: "Early", effects: [{ tell: "Voter", text: "?" }] }),
    ).toThrow(/has not started/);
  });

  it("is checked against the scenario before it is queued", () => {
    expect(checkLiveEffects(compiled.scenario, [{ tell: "Voter", text: "Hello." }])).toMatchObject({
      ok: true,
    });
    expect(checkLiveEffects(compiled.scenario, [])).toMatchObject({
      ok: false,
      problems: [{ pointer: "/effects" }],
    });
    expect(
      checkLiveEffects(compiled.scenario, [
        { tell: "Voter", text: "Hello." },
        { sett: "Voter.age", to: 1 },
      ]),
    ).toMatchObject({ ok: false, problems: [{ pointer: "/effects/1/sett", suggestion: "set" }] });
    expect(checkLiveEffects(compiled.scenario, [{ tell: "Voters", text: "Hello." }])).toMatchObject(
      { ok: false, problems: [{ pointer: "/effects/0/tell", suggestion: "Voter" }] },
    );
  });

  it("may end the run", async () => {
    const sim = await played(2);
    const commit = sim.intervene({
      number: 1,
      label: "End",
      effects: [{ stop: true, reason: "Enough." }],
    });
    expect([commit.stopped, commit.next, sim.step()]).toEqual(["Enough.", null, undefined]);
    expect(commit.measures.map(({ name }) => name)).toEqual(["polarisation", "crossTies", "posts"]);
  });
});

describe("an interview", () => {
  it("shows the agent itself and the conversation, and changes nothing", async () => {
    const sim = await played(2);
    const digest = sim.digest;
    const memories = [
      {
        version: 1,
        seq: 0,
        round: 1,
        kind: "told",
        text: "You watched a debate.",
        importance: 0.5,
        embedding: null,
      } as const,
    ];
    const { model } = sim.interview({
      agentType: "Voter",
      agent: "Voter-3",
      memories,
      utterances: [
        { by: "interviewer", text: "Why?" },
        { by: "agent", text: "Because." },
        { by: "interviewer", text: "Really?" },
      ],
    });
    expect(model.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(model.messages[1]?.content).toMatch(
      /^You are \d+ years old[^]*You watched a debate\.[^]*Why\?$/,
    );
    expect([model.messages.at(-1)?.content, model.schema]).toEqual(["Really?", undefined]);
    expect([sim.digest, sim.version]).toEqual([digest, 2]);
    expect(sim.interviewMemoryNeeds("Voter", "Voter-3")).toMatchObject([
      { agentType: "Voter", latest: 6, agents: ["Voter-3"] },
    ]);
    expect(() =>
      sim.interview({
        agentType: "Voter",
        agent: "Voter-99",
        memories,
        utterances: [{ by: "interviewer", text: "Why?" }],
      }),
    ).toThrow(RangeError);
  });

  it("is possible after the end of the run", async () => {
    const sim = open();
    await simulate(sim, plausibleAnswer);
    expect(
      sim
        .interview({
          agentType: "Voter",
          agent: "Voter-1",
          memories: [],
          utterances: [{ by: "interviewer", text: "How was it?" }],
        })
        .model.messages.at(-1)?.content,
    ).toContain("How was it?");
  });
});

describe("a poll", () => {
  it("asks typed questions of existing agents in order, answered like decisions", async () => {
    const sim = await played(2);
    const requests = sim.poll({
      agentType: "Voter",
      agents: ["Voter-5", "Voter-99", "Voter-2"],
      intro: "You are {{ self.age }}.",
      items: { trust: { type: "integer", min: 1, max: 7, optional: false } },
    });
    expect(requests.plan().map(({ seq, agent, kind }) => [seq, agent, kind])).toEqual([
      [0, "Voter-5", "questionnaire"],
      [1, "Voter-2", "questionnaire"],
    ]);
    const [first] = requests.plan();
    const good = await decideSlot({
      requests,
      slot: first!,
      memories: [],
      call: () => ({ text: '{"trust": 4}' }),
    });
    expect([good.outcome, good.status]).toEqual([
      { seq: 0, action: "poll", values: { trust: 4 } },
      "valid",
    ]);
    const bad = await decideSlot({
      requests,
      slot: first!,
      memories: [],
      call: () => ({ text: '{"trust": 9}' }),
    });
    expect([bad.status, bad.reason, bad.replies.length]).toEqual(["invalid", "outOfRange", 3]);
    expect(sim.version).toBe(2);
  });

  it("reports invalid items", async () => {
    const sim = await played(1);
    const wrong = () =>
      sim.poll({
        agentType: "Voter",
        agents: [],
        intro: "{{ self.agee }}",
        items: { trust: { type: "integer", min: 9, max: 7, optional: false } },
      });
    expect(wrong).toThrow(ScenarioError);
    expect(wrong).toThrow(/\/intro: .*agee[^]*\/items\/trust/);
  });
});
