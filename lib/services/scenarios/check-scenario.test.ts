import { describe, expect, it } from "vitest";
import { checkScenarioDocument } from "./check-scenario";

/** One colleague knows the minutes of another; `text` is what a prompt says about them. */
const document = (prompt: string, more: object = {}) => ({
  schema: "microcosm/scenario/1",
  name: "office",
  title: "Office",
  summary: "Colleagues look at each other's calls.",
  instructions: "",
  rounds: 1,
  agents: {
    Colleague: {
      count: 3,
      profile: "You are {{ self.id }}.",
      attributes: {
        minutes: { type: "integer", init: 5, visible: "self" },
        mood: { type: "category", options: ["calm", "cross"], init: { constant: "calm" } },
      },
    },
  },
  actions: { guess: { prompt, inputs: { who: { type: "text" } } } },
  phases: [{ id: "look", decide: "Colleague", do: ["guess"] }],
  ...more,
});

const leaking = document("", {
  actions: {
    guess: {
      prompt: "Who?",
      inputs: { who: { type: "category", options: "Colleague.map(c, text(c.minutes))" } },
    },
  },
});

describe("the check of a document", () => {
  it("says that earlier versions accepted one whose only problems they did not find", () => {
    const checked = checkScenarioDocument(leaking);
    expect(checked).toMatchObject({ ok: false, wasValid: true });
    expect(checked.problems[0]?.message).toContain("reveal(…)");
  });

  it("does not say so where anything else is wrong", () => {
    const other = { ...leaking, phases: [{ id: "look", decide: "Colleague", do: ["gues"] }] };
    const checked = checkScenarioDocument(other);
    expect(checked.ok).toBe(false);
    expect(checked).not.toHaveProperty("wasValid");
    expect(checkScenarioDocument({})).not.toHaveProperty("wasValid");
    const unstorable = checkScenarioDocument({ ...leaking, title: "Off\0ice" });
    expect(unstorable).not.toHaveProperty("wasValid");
  });

  it("lists warnings of a valid one", () => {
    const checked = checkScenarioDocument(
      document("Who?", { actions: { guess: { prompt: "Who?" }, rest: { prompt: "Rest." } } }),
    );
    expect(checked.ok).toBe(true);
    expect(checked.warnings?.map(({ pointer }) => pointer)).toEqual(["/actions/rest"]);
  });
});
