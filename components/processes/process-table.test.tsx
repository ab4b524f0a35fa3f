import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import type { LiveProcess } from "@/lib/contracts/live-pool";
import { ProcessTable } from "./process-table";

const PROCESS: LiveProcess = {
  id: "p1",
  program: "worker",
  host: "lab-1",
  pid: 42,
  roles: ["decisions", "commits"],
  startedAt: "2026-03-01T12:00:00Z",
  uptimeSeconds: 3_700.5,
  silentSeconds: 7,
  memory: 250_000_000,
  calls: 1_200,
};

test("names each process, its roles and its load", async () => {
  renderInApp(<ProcessTable processes={[PROCESS]} />);
  const cells = within(screen.getByRole("table", { name: "Processes of this installation" }))
    .getAllByRole("cell")
    .map(({ textContent }) => textContent);
  expect(cells.slice(0, 4)).toEqual([
    "worker on lab-1, process 42",
    "Running",
    "decisions, commits",
    "1,200",
  ]);
  await expectAccessible();
});

test("warns of a process after three missed reports", () => {
  renderInApp(<ProcessTable processes={[{ ...PROCESS, roles: [], silentSeconds: 8 }]} />);
  expect(screen.getByRole("cell", { name: /^No signal for 8/ })).toBeDefined();
  expect(screen.getByRole("cell", { name: "–" })).toBeDefined();
});
