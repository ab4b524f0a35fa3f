import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  expectAccessible,
  refusal,
  renderInApp,
  serveJson,
  type ServedRequest,
} from "@/components/testing";
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
    .filter((link) => link.getAttribute("href")?.startsWith("/studies/"))
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

test("finds studies by a search, which the address keeps", async () => {
  serveJson({ "GET /api/studies": STUDIES });
  const { user, router } = renderInApp(<StudyList studies={STUDIES} />);
  const field = screen.getByRole("searchbox", { name: "Search studies" });
  await user.type(field, "pilot");
  await waitFor(() => expect(names()).toEqual(["Pilot 10"]));
  expect(router.current()).toBe("/?text=pilot");
  await user.type(field, " nothing");
  expect(await screen.findByText("No study matches")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(names()).toHaveLength(2);
  expect(router.current()).toBe("/");
});

test("filters by the tag and the status in the address, and shows both", async () => {
  const tagged = STUDIES.map((study, index) => ({ ...study, tags: index === 0 ? ["tax"] : [] }));
  serveJson({ "GET /api/studies": tagged });
  const { user, router } = renderInApp(<StudyList studies={tagged} />, { path: "/?tag=tax" });
  expect(names()).toEqual(["Opinions on a carbon tax"]);
  expect(screen.getByRole("combobox", { name: "Tag" }).textContent).toBe("tax");
  await user.click(screen.getByRole("combobox", { name: "Status" }));
  await user.click(screen.getByRole("option", { name: "Paused" }));
  expect(screen.getByText("No study matches")).toBeDefined();
  expect(router.current()).toBe("/?tag=tax&status=paused");
  await expectAccessible();
});

test("loads archived studies on request", async () => {
  const requests = serveJson({
    "GET /api/studies": ({ search }: ServedRequest) =>
      search.get("archived") === "only"
        ? [makeStudy([], { id: "old", name: "Old", isArchived: true })]
        : STUDIES,
  });
  const { user, router } = renderInApp(<StudyList studies={STUDIES} />);
  await user.click(screen.getByRole("combobox", { name: "Archive" }));
  await user.click(screen.getByRole("option", { name: "Archived only" }));
  expect(await screen.findByRole("link", { name: "Old" })).toBeDefined();
  expect(names()).toEqual(["Old"]);
  expect(router.current()).toBe("/?archived=only");
  expect(requests.some(({ search }) => search.get("archived") === "only")).toBe(true);
});

test("viewers have no menu", () => {
  serveJson({ "GET /api/studies": [] });
  const only = STUDIES.map((study) => ({ ...study, mayRun: false }));
  renderInApp(<StudyList studies={only} />);
  expect(screen.queryByRole("button", { name: /^Actions for/ })).toBeNull();
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
