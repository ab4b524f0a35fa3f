import { expect, it } from "vitest";
import { makeRunSummary, makeStudy } from "@/components/testing/fixtures/runs";
import type { StudySummary } from "@/lib/contracts/runs";
import { filterAndSortStudies } from "./filter-and-sort-studies";
import { readStudyFilter, writeStudyFilter } from "./study-filter";

const study = (name: string, day: number, change: Partial<StudySummary> = {}): StudySummary =>
  makeStudy([makeRunSummary({}, { status: "running" })], {
    name,
    createdAt: `2026-01-0${String(day)}T00:00:00Z`,
    ...change,
  });
const studies = [
  study("Pilot 10", 1, { runs: [makeRunSummary({}, { status: "failed" })] }),
  study("Pilot 9", 2, { scenarioTitle: "Survey", tags: ["levy", "2026"] }),
  study("Pilot 1", 3, { description: "With older people" }),
];
const read = (query: string) => readStudyFilter(new URLSearchParams(query));
const names = (query: string) => filterAndSortStudies(studies, read(query)).map(({ name }) => name);

it("sorts names in natural order", () => {
  expect(names("sort=name")).toEqual(["Pilot 1", "Pilot 9", "Pilot 10"]);
  expect(names("")).toEqual(["Pilot 1", "Pilot 9", "Pilot 10"]);
  expect(names("sort=started")).toEqual(["Pilot 10", "Pilot 9", "Pilot 1"]);
  expect(names("sort=progress")).toEqual(["Pilot 1", "Pilot 9", "Pilot 10"]);
});

it("finds every word of a search in name, scenario, description or tags", () => {
  expect(names("sort=name&text=survey+pilot")).toEqual(["Pilot 9"]);
  expect(names("text=LEVY")).toEqual(["Pilot 9"]);
  expect(names("text=older")).toEqual(["Pilot 1"]);
  expect(names("text=nothing")).toEqual([]);
});

it("keeps studies with the tag and the status", () => {
  expect(names("tag=levy")).toEqual(["Pilot 9"]);
  // The whole tag: no part of one.
  expect(names("tag=ta")).toEqual([]);
  expect(names("status=failed")).toEqual(["Pilot 10"]);
  expect(names("status=failed&tag=levy")).toEqual([]);
});

it("writes to a URL what it reads from one, and leaves the usual out", () => {
  const write = (query: string, change: Parameters<typeof writeStudyFilter>[1]) =>
    writeStudyFilter(new URLSearchParams(query), change).toString();
  const whole = "other=1&text=a+b&tag=x%26y&status=paused&archived=only&sort=-name";
  expect(write("other=1", read(whole))).toBe(whole);
  expect(write(whole, read(""))).toBe("other=1");
  expect(write("sort=name", { tag: "t" })).toBe("sort=name&tag=t");
  expect(read("status=nonsense&archived=x&sort=-secret")).toEqual(read(""));
});
