import { expect, it } from "vitest";
import type { MeasureSeries } from "@/lib/contracts/runs";
import { groupCharts } from "./chart-groups";

const measure = (name: string, change: Partial<MeasureSeries>): MeasureSeries => ({
  name,
  label: name,
  description: null,
  unit: null,
  chart: "line",
  at: "round",
  points: [],
  ...change,
});

it("groups measures at the end by unit, and leaves all others alone", () => {
  const groups = groupCharts([
    measure("gain", { at: "end", unit: "share" }),
    measure("line", {}),
    measure("effect", { at: "end", unit: "points" }),
    measure("cost", { at: "end", unit: "share", chart: "bar" }),
    measure("hidden", { chart: "none" }),
  ]);
  expect(
    groups.map((group) =>
      group.kind === "rounds" ? group.measure.name : group.measures.map(({ name }) => name),
    ),
  ).toEqual([["gain", "cost"], "line", ["effect"]]);
});
