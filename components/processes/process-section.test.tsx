import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { expectAccessible, pending, refusal, renderInApp, serveJson } from "@/components/testing";
import { livePool, type LiveProcess } from "@/lib/contracts/live-pool";
import { NoWorkerAlert, ProcessSection } from ".";

const PROCESS: LiveProcess = {
  id: "p1",
  program: "worker",
  host: "lab-1",
  pid: 42,
  roles: ["decisions", "commits"],
  startedAt: "2026-03-01T12:00:00Z",
  uptimeSeconds: 3_700,
  silentSeconds: 1,
  memory: 250_000_000,
  calls: 12,
};
const pool = (processes: LiveProcess[], workers = processes.length) =>
  livePool.parse({ endpoints: [], processes, workers });

const rows = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    );

describe("ProcessSection", () => {
  test("lists the processes, and warns of one that has gone silent", async () => {
    const silent = { ...PROCESS, id: "p2", program: "app", roles: [], silentSeconds: 9 };
    serveJson({ "GET /api/models/live": pool([PROCESS, silent]) });
    renderInApp(<ProcessSection />);
    await screen.findByRole("table", { name: "Processes of this installation" });
    expect(rows()).toEqual([
      [
        "worker on lab-1, process 42",
        "Running",
        "decisions, commits",
        "12",
        "1 h 02 min",
        "250 MB",
      ],
      ["app on lab-1, process 42", "No signal for 9.0 s", "–", "12", "1 h 02 min", "250 MB"],
    ]);
    expect(screen.queryByText("No worker is running")).toBeNull();
    await expectAccessible();
  });

  test("waits without a jump", async () => {
    serveJson({ "GET /api/models/live": pending });
    renderInApp(<ProcessSection />);
    expect(screen.getByText("Loading")).toBeDefined();
    expect(screen.queryByRole("table")).toBeNull();
  });

  test("offers another try when the list cannot be loaded", async () => {
    let refuse = true;
    serveJson({
      "GET /api/models/live": () => (refuse ? refusal(503, "unavailable", "Busy") : pool([])),
    });
    const { user } = renderInApp(<ProcessSection />);
    await screen.findByText("Busy");
    await expectAccessible();
    refuse = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("No worker is running")).toBeDefined();
  });
});

describe("NoWorkerAlert", () => {
  test("says how to start a worker while a run waits for one", async () => {
    serveJson({ "GET /api/models/live": pool([]) });
    renderInApp(<NoWorkerAlert waits />);
    expect((await screen.findByText("npm run worker")).closest("[role=status]")).not.toBeNull();
    await expectAccessible();
  });

  test("asks nothing while no run waits", () => {
    const requests = serveJson({});
    const { container } = renderInApp(<NoWorkerAlert waits={false} />);
    expect(requests).toEqual([]);
    expect(within(container).queryByRole("status")).toBeNull();
  });
});
