import { expect, it } from "vitest";
import type { PopulationAttribute } from "@/lib/contracts/population";
import { formatAgent, formatProfile } from "./format-profile";

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

it("writes the name of an agent before its id, where it has one", () => {
  const named = [attribute("name", {}), attribute("age", { type: "integer" })];
  expect(formatAgent("Voter-3", named, { name: " Anna " })).toBe("Anna (Voter-3)");
  expect(formatAgent("Voter-3", named, { name: "" })).toBe("Voter-3");
  expect(formatAgent("Voter-3", named, undefined)).toBe("Voter-3");
  // Of a table, the name may be a number or a category.
  expect(formatAgent("Job-1", [attribute("name", { type: "category" })], { name: "a" })).toBe(
    "Job-1",
  );
});
