import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeRunSummary, makeStudy } from "@/components/testing/fixtures/runs";
import { StudyList } from "./study-list";

const STUDIES = [
  makeStudy([makeRunSummary({}, { status: "completed", share: 1 })], {
    id: "study-1",
    name: "Opinions on a carbon tax",
    isExample: true,
    createdAt: "2026-01-02T10:00:00Z",
  }),
  makeStudy(
    [
      makeRunSummary({ id: "run-2", model: "demo", isDemo: true }, { status: "paused" }),
      makeRunSummary({ id: "run-3", replicate: 2 }, { status: "completed", share: 1 }),
    ],
    { id: "study-2", name: "Pilot 10", createdAt: "2026-01-01T10:00:00Z" },
  ),
];

const names = () =>
  within(screen.getByRole("table", { name: "Studies" }))
    .getAllByRole("link")
    .map(({ textContent }) => textContent);

test("lists studies, newest first, with state and models", async () => {
  serveJson({ "GET /api/studies": STUDIES });
  renderInApp(<StudyList studies={STUDIES} />);
  expect(names()).toEqual(["Opinions on a carbon tax", "Pilot 10"]);
  const example = within(screen.getByRole("row", { name: /Example/ }));
  expect(example.getByText("Example")).toBeDefined();
  const pilot = within(screen.getByRole("row", { name: /Pilot 10/ }));
  expect(pilot.getByText("Paused")).toBeDefined();
  expect(pilot.getByText("1 of 2 runs done")).toBeDefined();
  expect(pilot.getByText("Demo model, not an LLM")).toBeDefined();
  await expectAccessible();
});

test("sorts by a column, and back", async () => {
  serveJson({ "GET /api/studies": STUDIES });
  const { user } = renderInApp(<StudyList studies={STUDIES} />);
  await user.click(screen.getByRole("button", { name: "Started" }));
  expect(names()).toEqual(["Pilot 10", "Opinions on a carbon tax"]);
  expect(screen.getByRole("columnheader", { name: "Started" }).getAttribute("aria-sort")).toBe(
    "ascending",
  );
  await user.click(screen.getByRole("button", { name: "Study" }));
  expect(names()).toEqual(["Opinions on a carbon tax", "Pilot 10"]);
});

test("finds studies by a search", async () => {
  serveJson({ "GET /api/studies": STUDIES });
  const { user } = renderInApp(<StudyList studies={STUDIES} />);
  await user.type(screen.getByRole("searchbox", { name: "Search studies" }), "pilot");
  expect(names()).toEqual(["Pilot 10"]);
  await user.type(screen.getByRole("searchbox", { name: "Search studies" }), " nothing");
  expect(screen.getByText("No study matches")).toBeDefined();
  await user.clear(screen.getByRole("searchbox", { name: "Search studies" }));
  expect(names()).toHaveLength(2);
});

test("without studies it leads to the gallery", async () => {
  serveJson({ "GET /api/studies": [] });
  renderInApp(<StudyList studies={[]} />);
  expect(screen.getByText("No studies yet")).toBeDefined();
  expect(screen.getByRole("link", { name: "Open the gallery" }).getAttribute("href")).toBe(
    "/scenarios",
  );
  await expectAccessible();
});

test("keeps the list when it cannot be refreshed", async () => {
  serveJson({ "GET /api/studies": refusal(503, "unavailable", "Busy") });
  renderInApp(<StudyList studies={STUDIES} />);
  expect(await screen.findByText("The list could not be refreshed")).toBeDefined();
  expect(names()).toHaveLength(2);
});
