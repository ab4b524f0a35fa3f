import { describe, expect, it } from "vitest";
import { describeProblem, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "./compile-scenario";
import { runConversations, conversationScenario } from "../phases/fixtures/conversations";
import { drawModelGroup } from "../population/model-group";
import { plausibleAnswer } from "./fixtures/answers";
import { minimal, OPINION } from "./fixtures/opinion";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

const MIXTURE = { small: 0.7, large: 0.3 };

const example = (
  model: ScenarioDocument["agents"][string]["model"],
  parts: Partial<ScenarioDocument> = {},
): ScenarioDocument => {
  const { Voter } = OPINION.agents;
  if (!Voter) throw new Error("the example has voters");
  return {
    ...OPINION,
    ...parts,
    agents: { Voter: { ...Voter, ...(model !== undefined && { model }) } },
  };
};

/**
 * Runs the example and records the model group per agent: prompts of agents have their ID as
 * affinity.
 */
async function askedIn(document: ScenarioDocument, seed = 2, arrange?: "backwards") {
  const sim = openSimulation(compileScenario(minimal(document)), {
    parameters: { voters: 40 },
    seed,
  });
  const groups = new Map<string, Set<string>>();
  const run = await simulate(
    sim,
    (request, group) => {
      groups.set(request.affinity, (groups.get(request.affinity) ?? new Set()).add(group));
      return plausibleAnswer(request);
    },
    arrange ? { arrange: (slots) => [...slots].reverse() } : {},
  );
  return { run, groups: new Map([...groups].map(([agent, its]) => [agent, [...its]])), sim };
}

describe("a mixture of models", () => {
  it("gives each agent one group for the whole run, also in interviews and polls", async () => {
    const { groups, sim } = await askedIn(example(MIXTURE));
    expect(groups.size).toBe(40);
    for (const [agent, its] of groups) {
      const own = drawModelGroup(MIXTURE, 2, agent);
      expect(its).toEqual([own]);
      expect(
        sim.interview({
          agentType: "Voter",
          agent,
          memories: [],
          utterances: [{ by: "interviewer", text: "?" }],
        }).group,
      ).toBe(own);
      const poll = sim.poll({
        agentType: "Voter",
        agents: [agent],
        intro: "",
        items: { yes: { type: "boolean", optional: false } },
      });
      expect(poll.plan().map((slot) => poll.request(slot, []).group)).toEqual([own]);
    }
    expect(new Set([...groups.values()].flat())).toEqual(new Set(["small", "large"]));
  });

  it("does not depend on the order of questions, and changes nothing else", async () => {
    const mixed = await askedIn(example(MIXTURE));
    const backwards = await askedIn(example(MIXTURE), 2, "backwards");
    const plain = await askedIn(example("small"));
    expect(backwards.groups.get("Voter-7")).toEqual(mixed.groups.get("Voter-7"));
    expect(backwards.run.digest).toBe(mixed.run.digest);
    expect(plain.run.digest).toBe(mixed.run.digest);
  });
});

describe("modelGroup", () => {
  it("returns the model group of an agent in expressions", () => {
    const parts = {
      agents: {
        Person: {
          count: 60,
          profile: "",
          model: MIXTURE,
          attributes: {
            mind: { type: "text", init: "modelGroup(self)" },
            friend: { type: "ref", to: "Person", init: { constant: null } },
          },
        },
      },
      tables: { Film: { count: 1 } },
      phases: [{ id: "nothing", rules: [] }],
    } satisfies Partial<ScenarioDocument>;
    const sim = openSimulation(compileScenario(minimal(parts)), { parameters: {}, seed: 3 });
    sim.commit([]);
    const minds = sim.world
      .rows("Person")
      .map(({ id, mind }) => [mind, drawModelGroup(MIXTURE, 3, id)]);
    expect(minds).toHaveLength(60);
    for (const [mind, drawn] of minds) expect(mind).toBe(drawn);
    const measures = (value: string) =>
      checkScenario(minimal({ ...parts, measures: { m: { value } } })).map(describeProblem);
    expect(measures("share(Person, p, modelGroup(p) == 'small')")).toEqual([]);
    expect(measures("count(Film, f, modelGroup(f) == 'small')")).toEqual([
      expect.stringContaining("`modelGroup` is about an agent, and `f` is"),
    ]);
  });
});

describe("the model of a task", () => {
  it("answers regardless of the agent", async () => {
    const { actions = {} } = OPINION;
    const named = Object.fromEntries(
      Object.entries(actions).map(([name, action]) => [
        name,
        name === "reflect" ? { ...action, model: "judge" } : action,
      ]),
    );
    const { groups } = await askedIn(example("small", { actions: named }));
    expect(new Set([...groups.values()].flat())).toEqual(new Set(["small", "judge"]));
  });

  it("writes texts before agents exist", async () => {
    const groups: string[] = [];
    const text = { type: "text", init: { written: "Who is it?", model: "large" } } as const;
    const scenario = minimal({
      agents: {
        Person: {
          count: 2,
          profile: "",
          model: MIXTURE,
          attributes: { life: text, dream: { ...text, init: { written: "What does it dream?" } } },
        },
      },
      tables: {
        Film: { count: 1, attributes: { plot: { type: "text", init: { written: "A plot." } } } },
      },
      phases: [{ id: "nothing", rules: [] }],
    });
    await simulate(
      openSimulation(compileScenario(scenario), { parameters: {}, seed: 1 }),
      (request, group) => {
        groups.push(`${request.affinity} ${group}`);
        return plausibleAnswer(request);
      },
    );
    expect(groups).toEqual([
      "Film-1 default",
      "Person-1 large",
      "Person-2 large",
      `Person-1 ${drawModelGroup(MIXTURE, 1, "Person-1")}`,
      `Person-2 ${drawModelGroup(MIXTURE, 1, "Person-2")}`,
    ]);
  });

  it("answers in conversations, completely or in some parts", async () => {
    const conversation = {
      next: "moderator",
      moderator: "Chair[0]",
      maxTurns: 2,
      closing: { prompt: "?", inputs: { fair: { type: "boolean" } } },
    } as const;
    const groupsOf = async (
      model: "large" | { readonly moderation?: string; readonly closing?: string },
    ) => {
      const { asked } = await runConversations(
        conversationScenario({ ...conversation, model }),
        ({ slot }) =>
          slot.kind === "closing"
            ? { fair: true }
            : slot.kind === "next"
              ? { next: "Person-1" }
              : { text: "Tea." },
      );
      return [...new Set(asked.map(({ slot, group }) => `${slot.kind} ${group}`))].sort(
        (left, right) => (left < right ? -1 : 1),
      );
    };
    expect(await groupsOf("large")).toEqual(["closing large", "next large", "turn large"]);
    expect(await groupsOf({ moderation: "judge", closing: "small" })).toEqual([
      "closing small",
      "next judge",
      "turn default",
    ]);
  });

  it("must be unambiguous if one question has several", () => {
    const check = (parts: Partial<ScenarioDocument>) =>
      checkScenario(minimal(parts)).map(describeProblem);
    const agents: ScenarioDocument["agents"] = { Person: { count: 2, profile: "" } };
    const actions = { a: { prompt: "", model: "judge" }, b: { prompt: "" } };
    expect(
      check({ agents, actions, phases: [{ id: "p", decide: "Person", do: ["a", "b"] }] }),
    ).toEqual([
      "/phases/0/do: A choice is one question: `a` is answered by the group “judge”, and `b` " +
        "by the agent's own group. Give them the same `model`, or have each of them done " +
        "(`all`).",
    ]);
    expect(
      check({
        agents,
        actions,
        phases: [{ id: "p", decide: "Person", do: ["a", "b"], all: true }],
      }),
    ).toEqual([]);
    const mixed: ScenarioDocument["agents"] = { Person: { count: 2, profile: "", model: MIXTURE } };
    const script = (model?: "large") =>
      ({
        agents: mixed,
        conversations: {
          tea: {
            mode: "script",
            members: "Person",
            maxTurns: 2,
            prompt: "?",
            ...(model && { model }),
          },
        },
        phases: [{ id: "p", converse: "tea" }],
      }) as Partial<ScenarioDocument>;
    expect(check(script())).toEqual([
      "/conversations/tea: Who writes the script? Agents of type Person belong to several " +
        "groups: give the conversation a `model`.",
    ]);
    expect(check(script("large"))).toEqual([]);
  });
});
