import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { EDGES, MOVIES, SURVEY } from "@/components/testing/fixtures/datasets";
import { DatasetTable } from "./dataset-table";

const cells = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .slice(0, 3)
        .map(({ textContent }) => textContent),
    );

test("shows name, rows and columns, and links to each table", async () => {
  renderInApp(<DatasetTable label="Tables" datasets={[SURVEY, EDGES]} />);
  expect(screen.getByRole("table", { name: "Tables" })).toBeDefined();
  expect(cells()).toEqual([
    ["edgeswave-2.csv", "90", "c0, c1, c2, c3, c4, c5 and 2 more"],
    ["surveywave-2.csv", "1,200", "age, party"],
  ]);
  expect(screen.getByRole("link", { name: "survey" }).getAttribute("href")).toBe("/data/d1");
  await expectAccessible();
});

test("sorts by the keyboard, and says by which column", async () => {
  const { user } = renderInApp(<DatasetTable label="Tables" datasets={[SURVEY, EDGES]} />);
  const rows = screen.getByRole("button", { name: "Rows" });
  rows.focus();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("columnheader", { name: "Rows" }).getAttribute("aria-sort")).toBe(
    "descending",
  );
  expect(cells().map(([, count]) => count)).toEqual(["1,200", "90"]);
  await user.keyboard("{Enter}");
  expect(cells().map(([, count]) => count)).toEqual(["90", "1,200"]);
});

test("samples have no date", () => {
  renderInApp(<DatasetTable label="Samples" datasets={[MOVIES]} />);
  expect(screen.queryByRole("columnheader", { name: "Uploaded" })).toBeNull();
});

test("each action names its table", async () => {
  const onReplace = vi.fn();
  const onDelete = vi.fn();
  const { user } = renderInApp(
    <DatasetTable label="Tables" datasets={[SURVEY]} onReplace={onReplace} onDelete={onDelete} />,
  );
  await user.click(screen.getByRole("button", { name: "Replace survey" }));
  await user.click(screen.getByRole("button", { name: "Delete survey" }));
  expect(onReplace).toHaveBeenCalledExactlyOnceWith(SURVEY);
  expect(onDelete).toHaveBeenCalledExactlyOnceWith(SURVEY);
  await expectAccessible();
});
