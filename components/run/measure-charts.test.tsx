import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import type { MeasureSeries } from "@/lib/contracts/runs";
import { MeasureCharts } from "./measure-charts";

const makeMeasure = (change: Partial<MeasureSeries>): MeasureSeries => ({
  name: "support",
  label: "Support",
  description: null,
  unit: "%",
  chart: "line",
  at: "round",
  points: [
    { round: 1, value: 40, problem: null },
    { round: 2, value: 55, problem: null },
  ],
  ...change,
});

const COMPLETED = { rounds: 3, final: true };
const RUNNING = { rounds: 3, final: false };

test("a measure over the rounds has a chart, whose table lists its values", async () => {
  const measure = makeMeasure({ description: "Share of voters in favour" });
  const { user } = renderInApp(<MeasureCharts measures={[measure]} {...COMPLETED} />);
  const chart = within(screen.getByRole("figure", { name: "Support" }));
  expect(screen.getByText("Share of voters in favour")).toBeDefined();
  await expectAccessible();
  await user.click(chart.getByRole("button", { name: "Show as table" }));
  expect(chart.getAllByRole("row").map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("Round"),
    "140",
    "255",
  ]);
  await expectAccessible();
});

test("measures at the end share a chart per unit", async () => {
  const end: Partial<MeasureSeries> = {
    at: "end",
    chart: "bar",
    points: [{ round: 3, value: 7, problem: null }],
  };
  renderInApp(
    <MeasureCharts
      measures={[
        makeMeasure({ ...end, name: "yes", label: "Yes", description: "Votes in favour" }),
        makeMeasure({ ...end, name: "no", label: "No" }),
        makeMeasure({ ...end, name: "turnout", label: "Turnout", unit: null }),
      ]}
      {...COMPLETED}
    />,
  );
  expect(screen.getByRole("figure", { name: "At the end of the run (%)" })).toBeDefined();
  expect(screen.getByRole("figure", { name: "Turnout, at the end" })).toBeDefined();
  expect(screen.getByText("Yes: Votes in favour")).toBeDefined();
  await expectAccessible();
});

test("a measure without a chart shows its latest value", async () => {
  renderInApp(<MeasureCharts measures={[makeMeasure({ chart: "none" })]} {...RUNNING} />);
  expect(screen.getByText("Support").nextElementSibling?.textContent).toBe("55 (%)");
  expect(screen.queryByRole("figure")).toBeNull();
  await expectAccessible();
});

test.each([
  ["running", "round", "Values appear as rounds are completed."],
  ["running", "end", "Computed when the run ends."],
  ["cancelled", "round", "The run ended before this measure could be computed."],
  ["cancelled", "end", "The run ended before this measure could be computed."],
] as const)("an empty chart of a %s run says why (at: %s)", async (status, at, text) => {
  renderInApp(
    <MeasureCharts
      measures={[makeMeasure({ at, points: [] })]}
      rounds={3}
      final={status === "cancelled"}
    />,
  );
  expect(screen.getByText(text)).toBeDefined();
  await expectAccessible();
});

test("rounds without a value are counted, with the last problem", () => {
  const problem = "Division by zero.";
  renderInApp(
    <MeasureCharts
      measures={[
        makeMeasure({
          points: [
            { round: 1, value: null, problem: "No voters." },
            { round: 2, value: null, problem },
          ],
        }),
      ]}
      {...RUNNING}
    />,
  );
  expect(screen.getByText("Support: no value in 2 rounds. Division by zero.")).toBeDefined();
});

test("charts are computed again only when their own measures change", () => {
  let reads = 0;
  const counted = (change: Partial<MeasureSeries>): MeasureSeries => {
    const { points, ...measure } = makeMeasure(change);
    return {
      ...measure,
      get points() {
        reads += 1;
        return points;
      },
    };
  };
  const round = counted({});
  const end = counted({ name: "yes", at: "end", chart: "bar" });
  const other = makeMeasure({ name: "other", label: "Other" });
  const { rerender } = renderInApp(<MeasureCharts measures={[round, end, other]} {...RUNNING} />);
  const first = reads;
  expect(first).toBeGreaterThan(0);
  // A step was committed that changed another measure; then the run went on without a commit.
  const changed = [round, end, { ...other, points: [] }];
  rerender(<MeasureCharts measures={changed} {...RUNNING} />);
  rerender(<MeasureCharts measures={changed} {...RUNNING} />);
  expect(reads).toBe(first);
  rerender(<MeasureCharts measures={changed} {...COMPLETED} />);
  expect(reads).toBeGreaterThan(first);
});
