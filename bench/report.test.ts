import { expect, test } from "vitest";
import { lineChart, axisTicks } from "./measuring/chart";
import { withEnvironment } from "./measuring/result";
import { formatTable, replaceTable } from "./report";

const PAGE =
  "before\n\n<!-- engine: written by npm run bench -- report -->\nold\n<!-- end of engine " +
  "-->\n\nafter\n";

test("replaces a table and keeps the text around it", () => {
  expect(replaceTable(PAGE, "engine", "new")).toBe(
    "before\n\n<!-- engine: written by npm run bench -- report -->\n\nnew\n<!-- end of " +
      "engine -->\n\nafter\n",
  );
});

test("refuses a page without a marker for the table", () => {
  expect(() => replaceTable("nothing here", "engine", "new")).toThrow("has no lines");
});

test("a table has a column for every measured figure, with its spread", () => {
  const line = withEnvironment({
    bench: "gpus",
    parameters: { endpoints: 2, repetitions: 3 },
    figures: { seconds: { median: 12.345, min: 12, max: 13 }, note: "some" },
    reference: {},
    ratio: 0.987,
    peakMemoryMiB: {},
  });
  const table = formatTable(
    [line],
    [
      ["GPUs", "parameters.endpoints"],
      ["seconds", "figures.seconds"],
      ["note", "figures.note"],
      ["per GPU", "ratio"],
      ["unknown", "figures.unknown"],
    ],
  );
  expect(table).toContain(
    "| GPUs | seconds | note | per GPU |\n| ---: | ---: | --- | ---: |\n| 2 | 12.3 (12–13) | " +
      "some | 0.987 |",
  );
  expect(table).toContain("Median of 3 repetitions");
});

test("a chart's axes hold every point", () => {
  expect(axisTicks([100, 40_000], true)).toEqual([100, 1_000, 10_000, 100_000]);
  expect(axisTicks([0.2, 0.97], false)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
  const chart = lineChart({
    title: "Time & agents",
    x: "agents",
    y: "seconds",
    logarithmic: true,
    series: [
      {
        label: "measured",
        points: [
          { x: 100, y: 1 },
          { x: 10_000, y: 90 },
        ],
      },
    ],
  });
  expect(chart).toContain("Time &amp; agents");
  for (const [, left, top] of chart.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)) {
    expect(Number(left)).toBeGreaterThanOrEqual(70);
    expect(Number(top)).toBeLessThanOrEqual(308);
  }
});
