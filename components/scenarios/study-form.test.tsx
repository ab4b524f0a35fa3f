import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  answer,
  expectAccessible,
  refusal,
  renderInApp,
  serveJson,
  type ServedRequest,
} from "@/components/testing";
import { NO_BUDGET } from "@/components/testing/fixtures/budgets";
import { makeEndpoint } from "@/components/testing/fixtures/endpoints";
import { makeTemplate } from "@/components/testing/fixtures/scenarios";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { useDrafts } from "./draft-store";
import { TemplateView } from "./template-view";

const DEMO = makeEndpoint({
  id: "demo",
  name: "Built-in demo model",
  isDemo: true,
  isBuiltIn: true,
});
const LAB = makeEndpoint();

beforeEach(() => {
  useDrafts.setState(useDrafts.getInitialState());
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
});

/** Estimates have tests of their own: here the server is too busy for one. */
const ESTIMATE = {
  "GET /api/projects/budget": NO_BUDGET,
  "POST /api/estimates": refusal(503, "unavailable", "Busy"),
};

const show = (routes: Readonly<Record<string, unknown>> = {}, endpoints: Endpoint[] = [LAB]) => {
  const requests = serveJson({ "GET /api/endpoints": endpoints, ...ESTIMATE, ...routes });
  const element = <TemplateView template={makeTemplate()} endpoints={endpoints} person="rosa" />;
  return { ...renderInApp(element, { path: "/scenarios/small" }), requests, element };
};
const started = (requests: ServedRequest[]) =>
  requests.filter(({ path }) => path === "/api/studies").map(({ body }) => body);
const run = () => screen.getByRole("button", { name: "Run" });
const voters = () => screen.getByRole("spinbutton", { name: "Number of voters" });

describe("StudyForm", () => {
  test("labels every field and starts the study with defaults only", async () => {
    const { user, requests, router } = show({
      "POST /api/studies": answer(201, { studyId: "s1", runIds: ["r1"] }),
    });
    expect(screen.getByRole("textbox", { name: "Study name" })).toHaveProperty(
      "placeholder",
      "Small debate",
    );
    expect(screen.getByText("From 10 to 1,000.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Reset all" })).toBeNull();
    await expectAccessible();
    await user.click(run());
    await waitFor(() => expect(router.current()).toBe("/runs/r1"));
    expect(started(requests)).toEqual([
      {
        template: "small",
        parameters: {},
        replicates: 1,
        models: { default: { endpointId: LAB.id } },
      },
    ]);
  });

  test("sends what was changed, and opens the study of several runs", async () => {
    const { user, requests, router } = show({
      "POST /api/studies": answer(201, { studyId: "s1", runIds: ["r1", "r2"] }),
    });
    await user.type(screen.getByRole("textbox", { name: "Study name" }), " Tax ");
    await user.clear(voters());
    await user.type(voters(), "20");
    await user.click(screen.getByRole("radio", { name: "No" }));
    await user.click(screen.getByRole("combobox", { name: "Topic" }));
    await user.click(screen.getByRole("option", { name: "rent" }));
    const replicates = screen.getByRole("spinbutton", { name: "Replicates" });
    await user.clear(replicates);
    await user.type(replicates, "2");
    await user.type(screen.getByRole("spinbutton", { name: "Token budget" }), "5000");
    await user.click(screen.getByRole("combobox", { name: "Answer source" }));
    await user.click(screen.getByRole("option", { name: /^Reuse recorded answers/ }));
    await user.click(run());
    await waitFor(() => expect(router.current()).toBe("/studies/s1"));
    expect(started(requests)).toEqual([
      {
        template: "small",
        name: "Tax",
        parameters: { voters: 20, open: false, topic: "rent" },
        replicates: 2,
        budget: { tokens: 5_000, money: null },
        record: "reuse",
        models: { default: { endpointId: LAB.id } },
      },
    ]);
  });

  test("marks a value out of bounds and starts nothing", async () => {
    const { user, requests } = show();
    await user.clear(voters());
    await user.type(voters(), "3");
    expect(voters().getAttribute("aria-invalid")).toBe("true");
    await user.click(run());
    expect(screen.getByRole("alert").textContent).toContain("1 field needs another value");
    expect(document.activeElement).toBe(voters());
    expect(started(requests)).toEqual([]);
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Reset to default (40)" }));
    expect(voters()).toHaveProperty("value", "40");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("puts problems of the server at their fields and lists the rest", async () => {
    const { user } = show({
      "POST /api/studies": refusal(422, "invalid", "The study cannot start.", [
        { pointer: "/voters", message: "Use an even number" },
        { pointer: "/agents/Voter", message: "Too many ties", suggestion: "fewer" },
      ]),
    });
    await user.click(run());
    const failure = await screen.findByText("The study was not started");
    expect(failure).toBeDefined();
    expect(screen.getByText("Use an even number")).toBeDefined();
    const list = screen.getByRole("list", { name: "Problems" });
    expect(list.textContent).toContain("/agents/Voter");
    expect(within(list).getAllByRole("listitem")).toHaveLength(1);
    await user.type(screen.getByRole("textbox", { name: "Study name" }), "x");
    expect(screen.queryByText("The study was not started")).toBeNull();
  });

  test("keeps the entries of each person, and resets them", async () => {
    const { user, unmount, element } = show();
    await user.clear(voters());
    await user.type(voters(), "55");
    unmount();
    const again = renderInApp(element);
    expect(voters()).toHaveProperty("value", "55");
    again.rerender(<TemplateView template={makeTemplate()} endpoints={[LAB]} person="ben" />);
    expect(voters()).toHaveProperty("value", "40");
    again.rerender(element);
    await again.user.click(screen.getByRole("button", { name: "Reset all" }));
    expect(voters()).toHaveProperty("value", "40");
  });

  test("says so when the browser cannot store the entries", async () => {
    const { user } = show();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full");
    });
    await user.type(screen.getByRole("textbox", { name: "Study name" }), "x");
    expect(await screen.findByText("The draft is not saved in this browser")).toBeDefined();
  });

  test("generates a seed within range", async () => {
    const { user } = show();
    await user.click(screen.getByRole("button", { name: "Generate a seed" }));
    const seed = screen.getByRole("spinbutton", { name: "Seed" });
    expect(seed).toHaveProperty("value", expect.stringMatching(/^\d{1,10}$/));
    expect(seed.hasAttribute("aria-invalid")).toBe(false);
  });

  test("warns that the demo model is not an LLM", async () => {
    show({}, [DEMO]);
    expect(screen.getByText("The built-in demo model is not an LLM")).toBeDefined();
    await expectAccessible();
  });

  test("shows viewers the scenario, but no form", async () => {
    renderInApp(
      <TemplateView template={makeTemplate()} endpoints={[LAB]} person="vera" mayRun={false} />,
    );
    expect(screen.getByText("You can view scenarios, but not run them")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Run" })).toBeNull();
    await expectAccessible();
  });

  test("without an endpoint, tells where to add one", async () => {
    const { user } = show({}, []);
    await user.click(run());
    expect(screen.getByText("No endpoints yet. Add one on the Models page.")).toBeDefined();
  });
});

describe("ScenarioOverview", () => {
  test("describes the scenario under one outline", async () => {
    show();
    const headings = screen.getAllByRole("heading", { level: 2 }).map((h) => h.textContent);
    expect(headings).toEqual([
      "Set up a run",
      "Description",
      "Schedule",
      "Actions and questionnaires",
      "Agents and objects",
      "Measures",
      "Literature",
    ]);
    for (const text of [
      "Second paragraph.",
      "Do opinions converge?",
      "round == 2",
      "A scandal",
      "text of up to 280 characters",
      "left / right · public",
      "Table: Text",
      "points · at the end of the run",
      "Doe (2020)",
    ])
      expect(screen.getAllByText(text).length).toBeGreaterThan(0);
    await expectAccessible();
  });
});
