import { act, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { expectAccessible, pending, renderInApp, serveJson } from "@/components/testing";
import { makeProgress, makeRun } from "@/components/testing/fixtures/runs";
import type { Forks } from "@/lib/contracts/forks";
import type { RunDetail, RunProgress } from "@/lib/contracts/runs";
import { RunFrame } from "./run-frame";

const FORKS: Forks = { origin: null, forks: [], from: null, continueAt: null, rounds: 3 };

/** A stream of server-sent events in the hands of the test; jsdom has none. */
class FakeEventSource {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;
  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
  send(progress: Partial<RunProgress>): void {
    this.onmessage?.({ data: JSON.stringify({ progress: makeProgress(progress) }) });
  }
}

beforeEach(() => {
  FakeEventSource.opened = [];
  vi.stubGlobal("EventSource", FakeEventSource);
});

function show(progress: Partial<RunProgress> = {}, routes: Readonly<Record<string, unknown>> = {}) {
  const run = makeRun(progress);
  serveJson({
    "GET /api/runs/run-1": pending,
    "GET /api/runs/run-1/measures": [],
    "GET /api/runs/run-1/fork": FORKS,
    "GET /api/models/live": { endpoints: [], processes: [], workers: 1 },
    ...routes,
  });
  const rendered = renderInApp(
    <RunFrame initial={run} forks={FORKS}>
      <p>Content</p>
    </RunFrame>,
    { path: "/runs/run-1/polls/poll-1" },
  );
  return { ...rendered, stream: FakeEventSource.opened[0] };
}

test("warns of many invalid decisions, with the most frequent reason and advice", async () => {
  const counts = { decisions: 200, valid: 150, invalid: 50, rejected: 0, fallback: 0 };
  show(
    { decisions: 200, invalid: 50 },
    {
      "GET /api/runs/run-1/faults": {
        ...counts,
        reasons: { truncated: 40, empty: 10 },
        phases: [],
        failedAgents: [],
      },
    },
  );
  expect(screen.getByText("25% of decisions have no valid answer")).toBeDefined();
  expect(
    await screen.findByText(/50 of 200 decisions.*truncated \(40\)\. Raise the limit of tokens/),
  ).toBeDefined();
  expect(screen.getByRole("link", { name: "Show decisions" }).getAttribute("href")).toBe(
    "/runs/run-1/decisions?status=invalid",
  );
  await expectAccessible();
});

test("does not warn of a few invalid decisions", () => {
  show({ decisions: 200, invalid: 10 });
  expect(screen.queryByText(/have no valid answer/)).toBeNull();
});

test("shows state and tabs; the tab of a single poll is the one of polls", async () => {
  show();
  expect(screen.getByText("Running")).toBeDefined();
  const current = screen.getByRole("link", { name: "Polls" });
  expect(current.getAttribute("aria-current")).toBe("page");
  expect(screen.getByRole("link", { name: "Network" })).toBeDefined();
  await expectAccessible();
});

test("follows the events of a live run, and ignores broken and older ones", async () => {
  const { stream } = show({ decisions: 24, version: 3 });
  expect(stream?.url).toBe("/api/runs/run-1/events");
  act(() => stream?.send({ decisions: 30, version: 4 }));
  expect(await screen.findByRole("link", { name: "Decisions 30" })).toBeDefined();
  act(() => stream?.send({ decisions: 25, version: 3 }));
  act(() => stream?.onmessage?.({ data: "not JSON" }));
  act(() => stream?.send({ decisions: 31, version: 4, share: 0.5 }));
  expect(await screen.findByRole("link", { name: "Decisions 31" })).toBeDefined();
});

test("an answer read before the events shown already takes no progress back", async () => {
  let answerRead: (run: RunDetail) => void = () => undefined;
  const { stream } = show(
    { status: "queued", version: 0, decisions: 0 },
    { "GET /api/runs/run-1": () => new Promise((resolve) => (answerRead = resolve)) },
  );
  // A change of status makes the page read the run.
  act(() => stream?.send({ status: "running", version: 1, decisions: 10 }));
  act(() => stream?.send({ status: "running", version: 4, decisions: 30 }));
  expect(await screen.findByRole("link", { name: "Decisions 30" })).toBeDefined();
  answerRead(makeRun({ version: 1, decisions: 10 }, { scenarioTitle: "Read later" }));
  expect(await screen.findByText(/Read later/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Decisions 30" })).toBeDefined();

  act(() => stream?.send({ status: "paused", version: 4, decisions: 30 }));
  expect(await screen.findByText("Paused")).toBeDefined();
  answerRead(makeRun({ status: "paused", version: 5, decisions: 40 }));
  expect(await screen.findByRole("link", { name: "Decisions 40" })).toBeDefined();
});

test("says that the connection was lost, until it is back", () => {
  const { stream } = show();
  act(() => stream?.onerror?.());
  expect(screen.getByText(/The live connection was lost/)).toBeDefined();
  act(() => stream?.onopen?.());
  expect(screen.queryByText(/The live connection was lost/)).toBeNull();
});

test("a finished run opens no stream, and a closed page ends its own", () => {
  const { stream, unmount } = show();
  unmount();
  expect(stream?.isClosed).toBe(true);
  expect(show({ status: "completed" }).stream).toBe(stream);
});
