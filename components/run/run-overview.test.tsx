import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, pending, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { DecisionFaults } from "@/lib/contracts/faults";
import { NO_NULL_VALUES } from "@/lib/contracts/null-values";
import type { Forks } from "@/lib/contracts/forks";
import type { MeasureSeries, RunDetail } from "@/lib/contracts/runs";
import { FaultsCard } from "./faults-card";
import { RunFacts } from "./run-facts";
import { RunFigures } from "./run-figures";
import { RunFiles } from "./run-files";
import { RunOverview } from "./run-overview";
import { RunProgressCard } from "./run-progress-card";

const COUNTS = { decisions: 200, valid: 190, invalid: 8, rejected: 2, fallback: 5 };
const FAULTS: DecisionFaults = {
  ...COUNTS,
  reasons: { outOfRange: 6, empty: 2 },
  unembedded: 0,
  nullValues: NO_NULL_VALUES,
  failedAgents: [
    { agent: "Voter-3", name: null, reason: "refused", count: 2 },
    { agent: "Voter-4", name: "Anna", reason: "empty", count: 1 },
  ],
  phases: [
    { ...COUNTS, phase: "speak", label: "Speak", reasons: { outOfRange: 6, empty: 2 } },
    { ...COUNTS, phase: "vote", label: "Vote", invalid: 0, rejected: 0, reasons: {} },
  ],
};

test.each<[string, Parameters<typeof makeRun>[0], string, RegExp]>([
  ["queued", { status: "queued", share: 0 }, "Waiting to start", /^0/],
  ["in setup", { round: 0 }, "Setting up", /estimating time remaining/],
  [
    "running",
    { etaSeconds: 240 },
    "Round 1 of 3 · Speak, 4 of 10 decisions",
    /about 4 min remaining/,
  ],
  ["completed", { status: "completed", round: 3, share: 1 }, "Completed after 3 rounds", /^100/],
])("a %s run reports its progress", async (_, progress, label, detail) => {
  renderInApp(<RunProgressCard progress={makeRun(progress).progress} />);
  expect(screen.getByRole("progressbar", { name: label })).toBeDefined();
  expect(screen.getByText(detail)).toBeDefined();
  await expectAccessible();
});

test("the figures show totals, shares and cost", async () => {
  const run = makeRun({
    status: "completed",
    decisions: 200,
    invalid: 10,
    promptTokens: 20_000,
    completionTokens: 4_000,
    cost: 0.5,
    reused: 50,
  });
  renderInApp(<RunFigures progress={run.progress} />);
  expect(screen.getByText("200")).toBeDefined();
  expect(screen.getByText("100 / 20 each")).toBeDefined();
  expect(screen.getByText("US$0.50")).toBeDefined();
  expect(screen.getByText(/25.*reused/)).toBeDefined();
  await expectAccessible();
});

test("invalid and rejected answers are counted by phase, with links to them", async () => {
  serveJson({ "GET /api/runs/run-1/faults": FAULTS });
  renderInApp(<FaultsCard run={makeRun()} initial={FAULTS} />);
  const table = within(screen.getByRole("table", { name: /Invalid and rejected answers/ }));
  expect(table.getAllByRole("row")).toHaveLength(2);
  expect(table.getByText("6 out of range, 2 empty")).toBeDefined();
  expect(
    screen.getByText(/above all: Voter-3 \(2 refused\), Anna \(Voter-4, 1 empty\)\./),
  ).toBeDefined();
  const link = table.getByRole("link", { name: "8 invalid in Speak: show decisions" });
  expect(link.getAttribute("href")).toBe("/runs/run-1/decisions?status=invalid&phase=speak");
  expect(screen.getByText(/The fallback of the action replaced 5 of them/)).toBeDefined();
  await expectAccessible();
});

test("values that are empty in prompts are counted, with a link to these decisions", async () => {
  const nullValues = {
    prompts: 12,
    atLeast: false,
    expressions: [
      { expression: "self.income", count: 12 },
      { expression: "row.price | round", count: 3 },
    ],
  };
  const faults = { ...FAULTS, phases: [], nullValues };
  serveJson({ "GET /api/runs/run-1/faults": faults });
  renderInApp(<FaultsCard run={makeRun({ decisions: 480 })} initial={faults} />);
  expect(
    screen.getByText(
      "In 12 of 480 decisions a value in the prompt was empty: `self.income` (12), " +
        "`row.price | round` (3).",
      { exact: false },
    ),
  ).toBeDefined();
  const link = screen.getByRole("link", { name: "Show decisions" });
  expect(link.getAttribute("href")).toBe("/runs/run-1/decisions?nullValues=yes");
  await expectAccessible();
});

test("texts that the embedder refused are counted, with what that means", async () => {
  const faults = { ...FAULTS, phases: [], unembedded: 2 };
  serveJson({ "GET /api/runs/run-1/faults": faults });
  renderInApp(<FaultsCard run={makeRun()} initial={faults} />);
  expect(screen.getByText("2 texts without an embedding")).toBeDefined();
  expect(screen.getByText(/recalled by recency and importance alone/)).toBeDefined();
  expect(screen.queryByRole("table")).toBeNull();
  await expectAccessible();
});

test("a failed count of answers is reported", async () => {
  serveJson({ "GET /api/runs/run-1/faults": refusal(503, "unavailable", "Busy") });
  renderInApp(<FaultsCard run={makeRun()} initial={FAULTS} />);
  expect(await screen.findByText("The invalid answers could not be counted")).toBeDefined();
});

test("facts name parameters, model and seed of a run", async () => {
  const run = makeRun(
    { status: "completed", digest: "abc123" },
    {
      record: "only",
      parameters: [{ name: "voters", label: "Voters", value: 40, isDefault: false }],
    },
  );
  renderInApp(<RunFacts run={run} />);
  expect(screen.getByText("Voters").nextElementSibling?.textContent).toBe("40changed");
  expect(screen.getByText("Model").nextElementSibling?.textContent).toBe("qwen3-8b");
  expect(screen.getByText("Endpoint").nextElementSibling?.textContent).toBe("Lab server");
  expect(screen.getByText("Recorded answers only: no model was called")).toBeDefined();
  expect(screen.getByRole("button", { name: "Copy the seed" })).toBeDefined();
  await expectAccessible();
});

test("facts link to the scenario, and name a deleted one without a link", async () => {
  const { rerender } = renderInApp(<RunFacts run={makeRun()} />);
  const name = "opinion-dynamics, version 1";
  expect(screen.getByRole("link", { name }).getAttribute("href")).toBe(
    "/scenarios/own/scenario-1?version=1",
  );
  rerender(<RunFacts run={makeRun({}, { isScenarioDeleted: true })} />);
  expect(screen.getByText("Scenario").nextElementSibling?.textContent).toBe(`${name} (deleted)`);
  expect(screen.queryByRole("link", { name })).toBeNull();
  await expectAccessible();
});

test("facts name the model of each group", () => {
  const models: RunDetail["models"] = [
    {
      group: "small",
      choice: { group: "small" },
      name: "small",
      model: "qwen3-8b",
      agents: [{ type: "Voter", label: "Voter", share: 1 }],
      tasks: [],
    },
    {
      group: "judge",
      choice: { endpointId: "endpoint-2" },
      name: "Large server",
      model: "qwen3-32b",
      agents: [],
      tasks: ["Judge the posts"],
    },
  ];
  renderInApp(<RunFacts run={makeRun({}, { models })} />);
  expect(screen.getByText("Model for “judge”").nextElementSibling?.textContent).toBe(
    "qwen3-32b, Large serverJudge the posts",
  );
});

test("a replay says whether every step matches", async () => {
  let equal = true;
  serveJson({
    "POST /api/runs/run-1/replay": () => ({
      steps: 12,
      decisions: 200,
      equal,
      digest: "abc",
      firstDifference: equal
        ? null
        : {
            version: 4,
            round: 2,
            phase: "speak",
            recorded: "a".repeat(64),
            replayed: "b".repeat(64),
          },
    }),
  });
  const run = makeRun({ status: "completed", digest: "abc123" });
  const { user } = renderInApp(<RunFacts run={run} />);
  await user.click(screen.getByRole("button", { name: "Check by replay" }));
  expect(await screen.findByText(/Identical: all 12 steps/)).toBeDefined();
  equal = false;
  await user.click(screen.getByRole("button", { name: "Check by replay" }));
  expect(await screen.findByText(/Different from round 2, Speak: recorded aaaa/)).toBeDefined();
});

test("a failed replay says that the run is unchanged", async () => {
  serveJson({ "POST /api/runs/run-1/replay": refusal(503, "unavailable", "Busy") });
  const { user } = renderInApp(<RunFacts run={makeRun({ digest: "abc123" })} />);
  await user.click(screen.getByRole("button", { name: "Check by replay" }));
  expect(await screen.findByText("Busy The run was not changed.")).toBeDefined();
});

test("files are listed by group with their contents, and a live run warns", async () => {
  const run = makeRun(
    {},
    {
      files: [
        { name: "decisions.csv", group: "results", row: "a decision", columns: "prompt, answer" },
        { name: "agents.csv", group: "world", row: "an agent", columns: "attributes" },
      ],
    },
  );
  serveJson({ "GET /api/runs/run-1": run });
  renderInApp(<RunFiles run={run} />);
  expect(screen.getByText("This run is not finished")).toBeDefined();
  const results = within(screen.getByRole("table", { name: "Files: Results" }));
  expect(results.getByRole("link", { name: "Download decisions.csv" }).getAttribute("href")).toBe(
    "/api/runs/run-1/files/decisions.csv",
  );
  expect(
    within(screen.getByRole("table", { name: "Files: World by round" })).getByRole("cell", {
      name: "agents.csv",
    }),
  ).toBeDefined();
  await expectAccessible();
});

test("the overview of a run has its figures, measures, cards and facts", async () => {
  const run = makeRun({ status: "completed", round: 3, share: 1, decisions: 1_234 });
  const measures: MeasureSeries[] = [
    {
      name: "support",
      label: "Support",
      description: null,
      unit: null,
      chart: "line",
      at: "round",
      points: [{ round: 1, value: 40, problem: null }],
    },
  ];
  const forks: Forks = { origin: null, forks: [], from: null, continueAt: null, rounds: 3 };
  serveJson({
    "GET /api/runs/run-1": run,
    "GET /api/runs/run-1/measures": measures,
    "GET /api/runs/run-1/faults": FAULTS,
    "GET /api/runs/run-1/fork": forks,
    "GET /api/runs/run-1/interventions": [],
    "GET /api/runs/run-1/estimate": pending,
  });
  renderInApp(
    <RunOverview run={run} measures={measures} forks={forks} interventions={[]} faults={FAULTS} />,
  );
  expect(screen.getByRole("progressbar", { name: "Completed after 3 rounds" })).toBeDefined();
  expect(screen.getByText("1,234")).toBeDefined();
  expect(await screen.findByRole("figure", { name: "Support" })).toBeDefined();
  expect(screen.getByRole("table", { name: /Invalid and rejected answers/ })).toBeDefined();
  expect(screen.getByRole("button", { name: "Copy the seed" })).toBeDefined();
  await expectAccessible();
});
