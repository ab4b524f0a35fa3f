import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import type { LogEntry } from "@/lib/contracts/logs";
import { LogView } from "./log-view";

const NONE = { level: undefined, program: undefined, text: undefined, run: undefined };
const RUN = "01a22f13-7da4-7b52-afd1-eb17868c6ee5";
const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
  ...{ id, at: "2026-12-01T12:00:00.000Z", level: "error", program: "worker", host: "lab" },
  ...{ pid: 7, message: "job failed", run: null, isRunDeleted: false, details: {} },
  ...more,
});

test("shows entries with level, details and a link to the run, page by page", async () => {
  const requests = serveJson({
    "GET /api/log": ({ search }: { search: URLSearchParams }) =>
      search.has("before")
        ? { entries: [entry(2, { message: "run failed" })], next: null }
        : {
            entries: [
              entry(5, { level: "warning", message: "run paused", run: RUN }),
              entry(4, { details: { error: "Error: gone\n  at a\n  at b" } }),
              entry(3, { message: "poll failed", run: "deleted", isRunDeleted: true }),
            ],
            next: 3,
          },
  });
  const { container } = renderInApp(<LogView initial={NONE} />);
  const table = await screen.findByRole("table", { name: "Log, the latest first" });
  const [, first, second, third] = within(table).getAllByRole("row");
  expect(first?.textContent).toContain("Warningrun paused · Open run");
  expect(within(table).getByRole("link", { name: "Open run" }).getAttribute("href")).toBe(
    `/runs/${RUN}`,
  );
  expect(second?.textContent).toContain("error: Error: gone2 more lines");
  expect(third?.textContent).toContain("poll failed · run (deleted)");
  await expectAccessible(container);
  await userEvent.click(screen.getByRole("button", { name: "Show older entries" }));
  expect(await screen.findByText("run failed")).toBeDefined();
  expect(requests.at(-1)?.search.get("before")).toBe("3");
  expect(screen.queryByRole("button", { name: "Show older entries" })).toBeNull();
});

test("filters by level, process and text, and clears the filters", async () => {
  const requests = serveJson({ "GET /api/log": { entries: [], next: null } });
  renderInApp(<LogView initial={{ ...NONE, run: RUN }} />);
  expect(await screen.findByText("No entry matches")).toBeDefined();
  expect(requests[0]?.search.get("run")).toBe(RUN);
  await userEvent.type(screen.getByRole("searchbox", { name: "Search the log" }), "queue");
  await waitFor(() => expect(requests.at(-1)?.search.get("text")).toBe("queue"));
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByText("No warnings and no errors")).toBeDefined();
  expect([...(requests.at(-1)?.search.keys() ?? [])]).toEqual(["limit"]);
});

test("says why it could not be loaded", async () => {
  serveJson({ "GET /api/log": () => refusal(503, "unavailable", "The database is busy.") });
  renderInApp(<LogView initial={NONE} />);
  expect(await screen.findByText(/The database is busy/)).toBeDefined();
});
