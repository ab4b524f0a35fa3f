import { expect, it } from "vitest";
import type { PopulationAttribute } from "@/lib/contracts/population";
import { formatAgentName } from "@/lib/domain/scenario/agent-name";
import { formatProfile, nameOfAgent } from "./format-profile";

const attribute = (name: string, change: Partial<PopulationAttribute>): PopulationAttribute => ({
  name,
  label: name,
  type: "text",
  unit: null,
  options: null,
  to: null,
  min: null,
  max: null,
  dynamic: false,
  ...change,
});

it("summarises an agent by its first short attributes", () => {
  const attributes = [
    attribute("name", {}),
    attribute("life", {}),
    attribute("friend", { type: "ref", to: "Voter" }),
    attribute("age", { type: "integer", unit: "years" }),
    attribute("member", { type: "boolean", label: "Member" }),
    attribute("opinion", { type: "number", label: "Opinion", unit: "from -5 to 5" }),
    attribute("party", { type: "category" }),
  ];
  const values = {
    name: "Anna",
    life: "a long story ".repeat(9),
    friend: "Voter-2",
    age: 34,
    member: true,
    opinion: -1.254,
    party: "left",
  };
  expect(formatProfile(attributes, values)).toBe("Anna · 34 years · member · opinion −1.25");
  expect(formatProfile(attributes, { name: "", member: false })).toBe("");
});

it("finds the name of an agent among its attributes, where it has one", () => {
  const named = [attribute("name", {}), attribute("age", { type: "integer" })];
  expect(nameOfAgent(named, { name: " Anna \n B. " })).toBe("Anna B.");
  expect(nameOfAgent(named, { name: "" })).toBeUndefined();
  expect(nameOfAgent(named, { name: null })).toBeUndefined();
  expect(nameOfAgent(named, undefined)).toBeUndefined();
  // Of a table, the name may be a number or a category.
  const category = [attribute("name", { type: "category" })];
  expect(nameOfAgent(category, { name: "a" })).toBeUndefined();
  expect(formatAgentName("Voter-3", "Anna")).toBe("Anna (Voter-3)");
  expect(formatAgentName("Voter-3", undefined)).toBe("Voter-3");
});
