import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { BarChart } from "./bar-chart";
import { LineChart } from "./line-chart";
import { seriesColor, seriesDash } from "./palette";

const ROUNDS = [
  { round: 1, tax: 0.25, low: 0.2, high: 0.3, rent: 4 },
  { round: 2, tax: 0.5, low: 0.4, high: 0.6, rent: null },
];
const X = { key: "round", label: "Round" };

const cells = () =>
  screen.getAllByRole("row").map((row) =>
    within(row)
      .queryAllByRole("cell")
      .map(({ textContent }) => textContent),
  );

describe("LineChart", () => {
  test("draws its axes and series, and shows the same numbers as a table", async () => {
    const { user, container } = renderInApp(
      <LineChart
        title="Support"
        description="Mean opinion"
        data={ROUNDS}
        x={X}
        y={{ label: "Support", unit: "points" }}
        intervalLabel="95% confidence interval"
        series={[{ key: "tax", label: "Tax", interval: { lower: "low", upper: "high" } }]}
      />,
    );
    const figure = screen.getByRole("figure", { name: "Support" });
    expect(within(figure).getByText("Mean opinion · 95% confidence interval")).toBeDefined();
    expect(within(figure).getByText("Support (points)")).toBeDefined();
    expect(container.querySelectorAll(".recharts-line-curve")).toHaveLength(1);
    expect(container.querySelectorAll(".recharts-area-area")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Show as table" }));
    expect(screen.getByRole("table", { name: "Support, as a table" })).toBeDefined();
    expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
      "Round",
      "Support (points)",
      "95% confidence interval",
    ]);
    expect(cells()).toEqual([
      [],
      ["1", "0.250", "0.200 to 0.300"],
      ["2", "0.500", "0.400 to 0.600"],
    ]);
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Show as chart" }));
    expect(screen.queryByRole("table")).toBeNull();
  });

  test("names several series, and leaves a gap where one has no value", async () => {
    const { user } = renderInApp(
      <LineChart
        title="Two"
        data={ROUNDS}
        x={X}
        y={{ label: "Value" }}
        curve="step"
        series={[
          { key: "tax", label: "Tax" },
          { key: "rent", label: "Rent" },
        ]}
      />,
    );
    expect(screen.getByText("Tax")).toBeDefined();
    expect(screen.getByText("Rent")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Show as table" }));
    expect(cells()[2]).toEqual(["2", "0.50", "–"]);
  });

  test("without data, says so and offers no table", async () => {
    renderInApp(<LineChart title="Support" data={[]} x={X} y={{ label: "Support" }} series={[]} />);
    expect(screen.getByText("No data yet.")).toBeDefined();
    expect(screen.getByRole("button", { name: "Show as table" })).toHaveProperty("disabled", true);
    await expectAccessible();
  });
});

describe("BarChart", () => {
  const PARTIES = [
    { party: "Left", votes: 12, others: 3 },
    { party: "Right", votes: -4, others: 5 },
  ];
  const bars = (container: HTMLElement) => container.querySelectorAll(".recharts-bar-rectangle");

  test.each(["vertical", "horizontal"] as const)("draws %s bars with values", (direction) => {
    const { container } = renderInApp(
      <BarChart
        title="Votes"
        direction={direction}
        data={PARTIES}
        x={{ key: "party", label: "Party" }}
        y={{ label: "Votes" }}
        series={[{ key: "votes", label: "Votes" }]}
      />,
    );
    expect(bars(container)).toHaveLength(2);
    expect(container.textContent).toContain("Left");
    expect(container.textContent).toContain("12");
  });

  test.each(["vertical", "horizontal"] as const)("a %s bar of 0 shows its number", (direction) => {
    const { container } = renderInApp(
      <BarChart
        title="Votes"
        direction={direction}
        data={[
          { party: "Left", votes: 0 },
          { party: "Right", votes: 7 },
          { party: "None", votes: null },
        ]}
        x={{ key: "party", label: "Party" }}
        y={{ label: "Votes" }}
        series={[{ key: "votes", label: "Votes" }]}
      />,
    );
    const labels = [...container.querySelectorAll(".recharts-label-list text")];
    // A missing value is no number, and not 0.
    expect(labels.map(({ textContent }) => textContent)).toEqual(["0", "7"]);
  });

  test("stacks several series under a legend, with intervals as whiskers", async () => {
    const { container, user } = renderInApp(
      <BarChart
        title="Votes"
        stacked
        data={[{ party: "Left", votes: 12, others: 3, low: 10, high: 15 }]}
        x={{ key: "party", label: "Party" }}
        y={{ label: "Votes" }}
        series={[
          { key: "votes", label: "Votes", interval: { lower: "low", upper: "high" } },
          { key: "others", label: "Others" },
        ]}
      />,
    );
    expect(bars(container)).toHaveLength(2);
    expect(container.querySelectorAll(".recharts-errorBar")).not.toHaveLength(0);
    const legend = within(screen.getByRole("figure"));
    expect(legend.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "Votes",
      "Others",
    ]);
    await user.click(screen.getByRole("button", { name: "Show as table" }));
    expect(cells()[1]).toEqual(["Left", "12", "10 to 15", "3"]);
  });
});

test("series differ in colour first and, from the fifth on, in their dashes", () => {
  const first = Array.from({ length: 8 }, (_, index) => seriesColor(index));
  expect(new Set(first).size).toBe(8);
  expect(seriesColor(8)).toBe(seriesColor(0));
  expect([0, 3].map(seriesDash)).toEqual([undefined, undefined]);
  expect(new Set([4, 8, 12].map(seriesDash)).size).toBe(3);
});
