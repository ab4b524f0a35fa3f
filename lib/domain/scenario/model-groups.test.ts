import { describe, expect, it } from "vitest";
import { modelGroups } from "./model-groups";
import { parseScenario } from "./parse-scenario";
import { describeProblem } from "./problem";

const document = (parts: object) => ({
  schema: "microcosm/scenario/1",
  name: "mixed",
  title: "Mixed",
  summary: "",
  instructions: "",
  rounds: 1,
  agents: { Voter: { count: 3, profile: "" } },
  phases: [{ id: "speak", decide: "Voter", do: ["post"] }],
  actions: { post: { prompt: "Write." } },
  ...parts,
});
const voters = (model: unknown) =>
  document({ agents: { Voter: { count: 3, profile: "", model } } });

function groups(parts: object) {
  const parsed = parseScenario(document(parts));
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join("\n"));
  return modelGroups(parsed.scenario);
}

const problemsOf = (json: unknown): string[] => {
  const parsed = parseScenario(json);
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
};

describe("modelGroups", () => {
  it("returns the default group where a scenario names none", () => {
    expect(groups({})).toEqual([
      { group: "default", agents: [{ type: "Voter", label: "Voter", share: 1 }], tasks: [] },
    ]);
  });

  it("lists agent types with shares, and tasks", () => {
    const written = {
      type: "text",
      init: {
        given: "age",
        cases: { "1": { written: "?", model: "large" } },
        otherwise: { written: "?" },
      },
    };
    const found = groups({
      agents: {
        Voter: {
          label: "Voters",
          count: 3,
          profile: "",
          model: { small: 3, large: 1 },
          attributes: { age: { type: "integer", init: 1 }, life: { ...written, label: "Life" } },
        },
        Chair: { count: 1, profile: "", model: "large" },
      },
      tables: { Film: { attributes: { plot: { type: "text", init: { written: "A plot." } } } } },
      actions: { post: { label: "Post", prompt: "", model: "judge" }, read: { prompt: "" } },
      questionnaires: { mood: { items: {}, model: "judge" } },
      conversations: {
        tea: { maxTurns: 2, prompt: "", model: "talk" },
        jury: {
          label: "Jury",
          maxTurns: 2,
          prompt: "",
          model: { closing: "judge", script: "large" },
        },
      },
      phases: [
        { id: "speak", decide: "Voter", do: ["post"] },
        { id: "weather", narrate: "?", inputs: {}, model: "large" },
      ],
    });
    expect(found).toEqual([
      { group: "small", agents: [{ type: "Voter", label: "Voters", share: 0.75 }], tasks: [] },
      {
        group: "large",
        agents: [
          { type: "Voter", label: "Voters", share: 0.25 },
          { type: "Chair", label: "Chair", share: 1 },
        ],
        tasks: ["Jury (script)", "weather", "Voters: Life"],
      },
      { group: "judge", agents: [], tasks: ["Post", "mood", "Jury (closing)"] },
      { group: "talk", agents: [], tasks: ["tea"] },
      { group: "default", agents: [], tasks: ["Film: plot"] },
    ]);
  });
});

describe("the model of an agent type", () => {
  it("is a group or a mixture with weights", () => {
    expect(problemsOf(voters("small"))).toEqual([]);
    expect(problemsOf(voters({ small: 0.7, large: 0.3 }))).toEqual([]);
    expect(problemsOf(voters(""))).toEqual(["/agents/Voter/model: must not be empty"]);
    expect(problemsOf(voters(3))).toEqual([
      "/agents/Voter/model: expected a text or an object, got the number 3",
    ]);
    expect(problemsOf(voters({}))).toEqual([
      "/agents/Voter/model: name at least one group, with its weight",
    ]);
    expect(problemsOf(voters({ small: 0.7, large: 0 }))).toEqual([
      "/agents/Voter/model/large: must be more than 0",
    ]);
    expect(problemsOf(voters({ small: "70%" }))).toEqual([
      '/agents/Voter/model/small: expected a number, got the text "70%"',
    ]);
  });

  it("is one group for a task, and one or one per part for a conversation", () => {
    expect(
      problemsOf(document({ actions: { post: { prompt: "", model: { small: 1 } } } })),
    ).toEqual(["/actions/post/model: expected a text, got an object"]);
    expect(
      problemsOf(
        document({
          conversations: { tea: { maxTurns: 2, prompt: "", model: { moderator: "large" } } },
        }),
      ),
    ).toEqual([
      '/conversations/tea/model/moderator: unknown key "moderator" (did you mean moderation?)',
    ]);
  });
});
