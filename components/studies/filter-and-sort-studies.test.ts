import { expect, it } from "vitest";
import type { StudySummary } from "@/lib/contracts/runs";
import { filterAndSortStudies } from "./filter-and-sort-studies";

const study = (name: string, day: number, scenarioTitle = "Opinions"): StudySummary => ({
  id: name,
  name,
  isExample: false,
  scenarioName: "s",
  scenarioTitle,
  createdAt: `2026-01-0${String(day)}T00:00:00Z`,
  record: "fresh",
  arms: [],
  runs: [],
  forks: [],
});
const studies = [study("Pilot 10", 1), study("Pilot 9", 2, "Survey"), study("Pilot 1", 3)];
const names = (
  search: string,
  ...sort: [column: "name" | "started" | "progress", direction: "asc" | "desc"]
) =>
  filterAndSortStudies(studies, search, { column: sort[0], direction: sort[1] }).map(
    ({ name }) => name,
  );

it("sorts names in natural order", () => {
  expect(names("", "name", "asc")).toEqual(["Pilot 1", "Pilot 9", "Pilot 10"]);
  expect(names("", "started", "desc")).toEqual(["Pilot 1", "Pilot 9", "Pilot 10"]);
  expect(names("", "progress", "asc")).toEqual(["Pilot 1", "Pilot 9", "Pilot 10"]);
});

it("finds every word of a search in the name or the scenario", () => {
  expect(names("survey pilot", "name", "asc")).toEqual(["Pilot 9"]);
  expect(names("nothing", "name", "asc")).toEqual([]);
});
