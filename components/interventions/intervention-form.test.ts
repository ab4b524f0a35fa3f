import { describe, expect, it } from "vitest";
import type { Population, PopulationAttribute } from "@/lib/contracts/population";
import {
  EMPTY_INTERVENTION,
  parseInterventionForm,
  parseAttributeValue,
  type InterventionForm,
} from "./intervention-form";

const attribute = (name: string, change: Partial<PopulationAttribute>): PopulationAttribute => ({
  name,
  label: name,
  type: "text",
  unit: null,
  options: null,
  to: null,
  min: null,
  max: null,
  dynamic: true,
  ...change,
});
const population: Population = {
  types: [
    {
      name: "Voter",
      label: "Voter",
      attributes: [
        attribute("opinion", { type: "number", label: "Opinion", min: -5, max: 5 }),
        attribute("friend", { type: "ref", to: "Voter" }),
        attribute("age", { type: "integer", dynamic: false }),
      ],
    },
  ],
  questionnaires: [],
};
const read = (change: Partial<InterventionForm>) =>
  parseInterventionForm({ ...EMPTY_INTERVENTION, ...change }, population);
const problem = (change: Partial<InterventionForm>) => {
  const result = read(change);
  return result.ok ? undefined : result.problems[0];
};

describe("a message", () => {
  it("goes to all agents of a type or to selected ones, and is named after its text", () => {
    expect(read({ agentType: "Voter", text: " The tax is off. " })).toEqual({
      ok: true,
      input: {
        label: "Told every Voter: The tax is off.",
        effects: [{ tell: "Voter", text: "The tax is off." }],
      },
    });
    expect(
      read({ agentType: "Voter", to: "chosen", agents: "3, Voter-5", text: "x", label: "A call" }),
    ).toMatchObject({
      ok: true,
      input: {
        label: "A call",
        effects: [{ tell: 'Voter.filter(agent, agent.id in ["Voter-3", "Voter-5"])', text: "x" }],
      },
    });
  });

  it("requires recipients and a text", () => {
    expect(problem({ text: "x" })).toMatchObject({ pointer: "/agentType" });
    expect(problem({ agentType: "Voter", text: "  " })).toMatchObject({ pointer: "/text" });
    expect(
      problem({ agentType: "Voter", to: "chosen", agents: "Firm-1", text: "x" }),
    ).toMatchObject({ pointer: "/agents" });
  });

  it("quotes only the beginning of a long text", () => {
    const result = read({ agentType: "Voter", text: "word ".repeat(100) });
    expect(result.ok && result.input.label.length).toBeLessThan(100);
  });
});

describe("setting an attribute", () => {
  it("sets a value, and a ref by its row", () => {
    expect(
      read({ kind: "set", agent: "Voter-3", attribute: "opinion", value: "-2.5" }),
    ).toMatchObject({
      ok: true,
      input: {
        label: "Opinion of Voter-3 set to -2.5",
        effects: [{ do: [{ set: "chosen.opinion", to: "-2.5" }] }],
      },
    });
    expect(
      read({ kind: "set", agent: "Voter-3", attribute: "friend", value: "Voter-4" }),
    ).toMatchObject({
      ok: true,
      input: { effects: [{ do: [{ to: 'first(Voter.filter(one, one.id == "Voter-4"))' }] }] },
    });
    expect(read({ kind: "set", agent: "Voter-3", attribute: "friend", value: "" })).toMatchObject({
      ok: true,
      input: { label: "friend of Voter-3 set to nothing" },
    });
  });

  it("rejects unknown agents, fixed attributes and values out of bounds", () => {
    expect(problem({ kind: "set", agent: "Nobody-3" })).toMatchObject({ pointer: "/agent" });
    expect(problem({ kind: "set", agent: "Voter-3", attribute: "age", value: "30" })).toMatchObject(
      { pointer: "/attribute" },
    );
    expect(
      problem({ kind: "set", agent: "Voter-3", attribute: "opinion", value: "7" }),
    ).toMatchObject({ pointer: "/value", message: "Enter at most 5" });
  });
});

it("parses effects as JSON, and reports syntax errors", () => {
  expect(read({ kind: "effects", label: "Stop", effects: '[{"stop": "true"}]' })).toEqual({
    ok: true,
    input: { label: "Stop", effects: [{ stop: "true" }] },
  });
  expect(problem({ kind: "effects", label: "x", effects: "[{" })).toMatchObject({
    pointer: "/effects",
  });
  expect(problem({ kind: "effects", label: "x", effects: "{}" })).toMatchObject({
    pointer: "/effects",
  });
  expect(problem({ kind: "effects", effects: "[1]" })).toMatchObject({ pointer: "/label" });
});

it("parses a value by the type of its attribute", () => {
  expect(parseAttributeValue(attribute("a", { type: "boolean" }), "no")).toEqual({
    ok: true,
    value: false,
  });
  expect(parseAttributeValue(attribute("a", { type: "boolean" }), "")).toMatchObject({ ok: false });
  expect(parseAttributeValue(attribute("a", { type: "integer" }), "2.5")).toMatchObject({
    ok: false,
  });
  expect(
    parseAttributeValue(attribute("a", { type: "category", options: ["left"] }), "right"),
  ).toMatchObject({ ok: false });
  expect(parseAttributeValue(attribute("a", { type: "text" }), "")).toEqual({
    ok: true,
    value: "",
  });
});
