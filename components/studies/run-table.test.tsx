import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { makeRunSummary } from "@/components/testing/fixtures/runs";
import { RunTable } from "./run-table";

test("shows seed, counts and digest of each run, and links to it", async () => {
  const runs = [
    makeRunSummary(
      {},
      { status: "completed", share: 1, digest: "0123456789abcdef", invalid: 2, rejected: 1 },
    ),
    makeRunSummary({ id: "run-2", replicate: 2, seed: 8 }, { share: 0.3, activeMs: 0 }),
  ];
  renderInApp(<RunTable runs={runs} />);
  const rows = within(screen.getByRole("table", { name: "Runs" }))
    .getAllByRole("row")
    .slice(1);
  const texts = rows.map((row) =>
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  );
  expect(texts.map((cells) => cells.slice(3, 7))).toEqual([
    ["7", "24", "2", "1"],
    ["8", "24", "0", "0"],
  ]);
  expect(texts.map((cells) => cells.at(-1))).toEqual(["0123456789", "–"]);
  expect(texts[1]?.[7]).toBe("–");
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/runs/run-1",
    "/runs/run-2",
  ]);
  await expectAccessible();
});

test("each progress bar names its run", () => {
  renderInApp(<RunTable runs={[makeRunSummary({}, { share: 0.3 })]} />);
  const bar = screen.getByRole("progressbar", { name: /^Progress of / });
  expect(bar.getAttribute("aria-valuenow")).toBe("30");
});
