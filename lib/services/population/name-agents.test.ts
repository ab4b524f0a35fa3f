import { expect, it } from "vitest";
import { scenario } from "@/lib/domain/scenario";
import { withNames } from "./name-agents";
import type { RowNames } from "./ports";

const parse = (name: object) =>
  scenario.parse({
    schema: "microcosm/scenario/1",
    name: "names",
    title: "Names",
    summary: "Names.",
    instructions: "",
    rounds: 1,
    agents: { Voter: { count: 1, profile: "", attributes: name } },
    tables: { Firm: { attributes: { name: { type: "text" } } } },
    phases: [{ id: "rest", rules: [] }],
  });

/** Keeps the rows asked for, and names each by its ordinal. */
function namesOf() {
  const asked: string[][] = [];
  const population: RowNames = {
    names: (_run, rows) => {
      asked.push(rows.map(({ table, ordinal }) => `${table}-${String(ordinal)}`));
      return Promise.resolve(
        rows.map(({ table, ordinal }) => ({
          id: `${table}-${String(ordinal)}`,
          name: ordinal === 9 ? " " : `No. ${String(ordinal)}`,
        })),
      );
    },
  };
  return { population, asked };
}

const NAMED = parse({ name: { type: "text", init: "'A'" } });

it("names agents and what they answered, with one query for a page", async () => {
  const ports = namesOf();
  const rows = await withNames(ports, { run: 1, scenario: NAMED }, [
    { agent: "Voter-1", values: { whom: "Voter-2", firms: ["Firm-3", "Voter-1"], why: "Voter" } },
    { agent: "Voter-9", values: null },
    {
      agent: "Crowd-1",
      values: { turns: [["Voter-2", "Hello, Voter-1"]], far: "Voter-9999999999" },
    },
  ]);
  expect(ports.asked).toEqual([["Voter-1", "Voter-2", "Firm-3", "Voter-9"]]);
  expect(rows.map(({ names }) => names)).toEqual([
    { "Voter-1": "No. 1", "Voter-2": "No. 2", "Firm-3": "No. 3" },
    {},
    { "Voter-2": "No. 2" },
  ]);
});

it("asks nothing where the scenario gives no names", async () => {
  const ports = namesOf();
  const scenarioWithout = { ...parse({ name: { type: "integer", init: "1" } }), tables: {} };
  const [row] = await withNames(ports, { run: 1, scenario: scenarioWithout }, [
    { agent: "Voter-1", values: {} },
  ]);
  expect(row?.names).toEqual({});
  expect(ports.asked).toEqual([]);
});
