import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { useDrafts } from "@/components/scenarios";
import { answer, expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { NO_BUDGET } from "@/components/testing/fixtures/budgets";
import { makeDesign, makeVersion } from "@/components/testing/fixtures/designs";
import { makeEndpoint } from "@/components/testing/fixtures/endpoints";
import { makeRunSummary } from "@/components/testing/fixtures/runs";
import { DOCUMENT } from "@/components/testing/fixtures/scenarios";
import type { Design } from "@/lib/contracts/scenarios";
import { DesignView, OwnScenarios, OwnScenarioView } from ".";

const LAB = makeEndpoint();
beforeEach(() => {
  useDrafts.setState(useDrafts.getInitialState());
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
});
const serve = (routes: Readonly<Record<string, unknown>> = {}) =>
  serveJson({
    "POST /api/scenarios/check": { ok: true, problems: [] },
    "GET /api/endpoints": [LAB],
    "GET /api/projects/budget": NO_BUDGET,
    "POST /api/estimates": refusal(503, "unavailable", "Busy"),
    "POST /api/studies": answer(201, { studyId: "s2", runIds: ["r2"] }),
    ...routes,
  });
const showVersion = (check: unknown) => {
  const requests = serve({ "POST /api/scenarios/check": check });
  const { parsed, scenario } = makeDesign();
  const detail = {
    scenario: { ...scenario, name: "small" },
    version: makeVersion(1),
    document: DOCUMENT,
    ...{ parsed, defaultRounds: 2, mayRun: false },
    runs: [],
  };
  const element = <OwnScenarioView detail={detail} endpoints={[LAB]} person="rosa" />;
  return { ...renderInApp(element, { path: "/scenarios/own/scenario-1" }), requests };
};
const showDesign = (design: Design) => {
  const requests = serve();
  const element = <DesignView design={design} endpoints={[LAB]} person="rosa" />;
  return { ...renderInApp(element, { path: "/studies/new?run=run-1" }), requests };
};
const field = (name: string) => screen.getByRole<HTMLInputElement>("spinbutton", { name });

test("fills the form from a run, shows what differs, and starts exactly that", async () => {
  const { user, requests, router } = showDesign(makeDesign());
  expect(field("Number of voters").value).toBe("60");
  expect(field("Seed").value).toBe("11");
  expect(screen.getByText("Nothing differs yet")).toBeDefined();
  await user.clear(field("Number of voters"));
  await user.type(field("Number of voters"), "80");
  const differences = within(screen.getByRole("table", { name: "Differences" }));
  expect(differences.getByRole("row", { name: "Number of voters 60 80" })).toBeDefined();
  expect(screen.getByRole("heading", { name: "1 difference from run 1" })).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Run" }));
  await waitFor(() => expect(router.current()).toBe("/runs/r2"));
  expect(requests.find(({ path }) => path === "/api/studies")?.body).toEqual({
    scenarioVersionId: "version-1",
    parameters: { voters: 80 },
    ...{ seed: 11, replicates: 1 },
    budget: { tokens: 5_000, money: null },
    models: { default: { endpointId: "endpoint-1" } },
  });
});

test("another version takes along what was changed", async () => {
  const { user, router } = showDesign(makeDesign());
  await user.clear(field("Number of voters"));
  await user.type(field("Number of voters"), "80");
  await user.click(screen.getByRole("combobox", { name: "Scenario version" }));
  await user.click(screen.getByRole("option", { name: /Version 2, the latest/ }));
  expect(router.current()).toBe("/studies/new?run=run-1&version=2");
  expect(useDrafts.getState().drafts["rosa/run=run-1@2"]?.values).toMatchObject({
    ...{ voters: 80, motto: "Hello" },
  });
});

test("a duplicate keeps the arms of its study", async () => {
  const arms = [
    { name: "control", parameters: {} },
    { name: "open", parameters: { open: true } },
  ];
  const { settings } = makeDesign();
  const { user, requests } = showDesign(
    makeDesign({ run: null, settings: { ...settings, arms, replicates: 4 } }),
  );
  expect(screen.getByRole("heading", { name: "Duplicate the study" })).toBeDefined();
  expect(screen.getByText("The arms are kept: control, open")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Run" }));
  await waitFor(() =>
    expect(requests.find(({ path }) => path === "/api/studies")?.body).toMatchObject({
      ...{ arms, replicates: 4, name: "Carbon tax (copy)" },
    }),
  );
});

test("what belongs to another project is not started in this one", () => {
  showDesign(makeDesign({ isInCurrentProject: false }));
  expect(screen.getByText("This belongs to another project")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Run" })).toBeNull();
});

test("lists the scenarios of the project with their use", async () => {
  const versions = [makeVersion(2), { ...makeVersion(1), isTemplate: true }];
  renderInApp(
    <OwnScenarios scenarios={[{ id: "c1", name: "small", title: "Small debate", versions }]} />,
  );
  const row = screen.getByRole("row", { name: /Small debate/ });
  expect(within(row).getByRole("link").getAttribute("href")).toBe("/scenarios/own/c1");
  expect(
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual([...["Small debatesmall", "2", "2", "4", expect.any(String)]]);
  expect(screen.queryByText("Template")).toBeNull();
  await expectAccessible();
});

test("shows a version with its runs and its document to copy and download", async () => {
  serve();
  const { parsed, scenario } = makeDesign();
  const { user, router } = renderInApp(
    <OwnScenarioView
      detail={{
        scenario: { ...scenario, name: "small" },
        version: makeVersion(1),
        document: DOCUMENT,
        ...{ parsed, defaultRounds: 2, mayRun: false },
        runs: [makeRunSummary()],
      }}
      endpoints={[LAB]}
      person="rosa"
    />,
    { path: "/scenarios/own/scenario-1" },
  );
  const runs = within(screen.getByRole("table", { name: "Runs" }));
  expect(runs.getByRole("link", { name: "Carbon tax" }).getAttribute("href")).toBe(
    "/studies/study-1",
  );
  expect(screen.getByText(/"schema": "microcosm\/scenario\/1"/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Download" }).getAttribute("href")).toBe(
    "/api/scenarios/scenario-1/document?version=1",
  );
  expect(screen.getByRole("button", { name: "Copy JSON" })).toBeDefined();
  // Viewers may read it all and start nothing.
  expect(screen.queryByRole("button", { name: "Run" })).toBeNull();
  await expectAccessible();
  await user.click(screen.getByRole("combobox", { name: "Scenario version" }));
  await user.click(screen.getByRole("option", { name: /Version 2/ }));
  expect(router.current()).toBe("/scenarios/own/scenario-1?version=2");
});

test("says what the check finds today in a version that was valid when it was stored", async () => {
  const { requests } = showVersion({
    ok: false,
    problems: [{ pointer: "/views/feed/where", message: "Reads a private attribute." }],
    wasValid: true,
  });
  expect(await screen.findByText("1 problem to fix")).toBeDefined();
  expect(screen.getByText(/Earlier versions of Microcosm accepted this document/)).toBeDefined();
  const problems = within(screen.getByRole("list", { name: "Problems" }));
  expect(problems.getByText("/views/feed/where")).toBeDefined();
  expect(requests.find(({ path }) => path === "/api/scenarios/check")?.body).toEqual({
    document: DOCUMENT,
  });
  await expectAccessible();
});

test("lists the warnings about a version, and what it makes public", async () => {
  showVersion({
    ok: true,
    problems: [],
    warnings: [{ pointer: "/views/feed", message: "Nothing uses the view `feed`." }],
    revelations: [{ pointer: "/actions/ask/prompt", attributes: ["Voter.income"] }],
  });
  expect(await screen.findByText("1 warning")).toBeDefined();
  expect(screen.getByText("Nothing uses the view `feed`.")).toBeDefined();
  expect(screen.getByText("1 place where private attributes become public")).toBeDefined();
  await expectAccessible();
});

test("a check that fails can be repeated", async () => {
  const { user, requests } = showVersion(refusal(503, "unavailable", "Busy"));
  expect(await screen.findByText("This version could not be checked")).toBeDefined();
  const checks = () => requests.filter(({ path }) => path === "/api/scenarios/check").length;
  const before = checks();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(checks()).toBeGreaterThan(before));
});
