import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeAgents, makePopulation } from "@/components/testing/fixtures/population";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { RunProgress } from "@/lib/contracts/runs";
import { InterveneDialog } from "./intervene-dialog";

const ACCEPTED = {
  id: "intervention-1",
  number: 1,
  label: "Told every Voter",
  effects: [],
  status: "pending",
  version: null,
  round: null,
  problem: null,
  createdBy: "Ada",
  createdAt: "2026-01-01T10:00:00Z",
  appliedAt: null,
};

function open(progress: Partial<RunProgress> = {}, routes: Readonly<Record<string, unknown>> = {}) {
  const requests = serveJson({
    "GET /api/runs/run-1/cast": makePopulation(),
    "GET /api/runs/run-1/agents": makeAgents(),
    "POST /api/runs/run-1/interventions": ACCEPTED,
    ...routes,
  });
  const onOpenChange = vi.fn();
  const onFork = vi.fn();
  const rendered = renderInApp(
    <InterveneDialog run={makeRun(progress)} open onOpenChange={onOpenChange} onFork={onFork} />,
  );
  const sent = () => requests.find(({ method }) => method === "POST")?.body;
  return { ...rendered, sent, onOpenChange, onFork };
}

const submit = () => screen.getByRole("button", { name: "Intervene" });

test("sends a message to all agents of a type", async () => {
  const { user, sent, onOpenChange } = open();
  await user.type(await screen.findByRole("textbox", { name: /Message/ }), "The tax is off.");
  await expectAccessible();
  await user.click(submit());
  expect(await screen.findByText("Intervention 1 is scheduled")).toBeDefined();
  expect(sent()).toMatchObject({ label: "Told every Voter: The tax is off." });
  expect(onOpenChange).toHaveBeenCalledWith(false);
});

test("counts the selected agents, and rejects an ID of another type", async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole("radio", { name: "Selected agents" }));
  const agents = screen.getByRole("textbox", { name: /Agents/ });
  await user.type(agents, "1, 2 Voter-2");
  expect(screen.getByText("2 agents")).toBeDefined();
  await user.type(agents, " Firm-1");
  await user.type(screen.getByRole("textbox", { name: /Message/ }), "Hello");
  await user.click(submit());
  expect(screen.getByText(/“Firm-1” is not an ID of a Voter/)).toBeDefined();
  expect(agents.getAttribute("aria-invalid")).toBe("true");
  expect(sent()).toBeUndefined();
});

test("sets an attribute of an agent within its bounds", async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole("radio", { name: "Set an attribute" }));
  await user.type(screen.getByRole("textbox", { name: /Agent/ }), "Voter-3");
  expect(await screen.findByText("32 years · opinion 1 · Left")).toBeDefined();
  await user.click(screen.getByRole("combobox", { name: /Attribute/ }));
  expect(screen.queryByRole("option", { name: "Age" })).toBeNull();
  await user.click(await screen.findByRole("option", { name: "Opinion" }));
  const value = screen.getByRole("textbox", { name: /New value/ });
  expect(value).toHaveProperty("value", "1");
  await user.clear(value);
  await user.type(value, "9");
  await user.click(submit());
  expect(screen.getByText("Enter at most 5")).toBeDefined();
  await user.clear(value);
  await user.type(value, "-2");
  await user.click(submit());
  await screen.findByText("Intervention 1 is scheduled");
  expect(sent()).toMatchObject({ label: "Opinion of Voter-3 set to -2" });
});

test("offers the options of a category", async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole("radio", { name: "Set an attribute" }));
  await user.type(screen.getByRole("textbox", { name: /Agent/ }), "Voter-1");
  await screen.findByText(/30 years/);
  await user.click(screen.getByRole("combobox", { name: /Attribute/ }));
  await user.click(await screen.findByRole("option", { name: "Party" }));
  await user.click(screen.getByRole("combobox", { name: /New value/ }));
  await user.click(await screen.findByRole("option", { name: "Right" }));
  await expectAccessible();
  await user.click(submit());
  await screen.findByText("Intervention 1 is scheduled");
  expect(sent()).toMatchObject({ label: "Party of Voter-1 set to Right" });
});

test("says when the agent does not exist", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("radio", { name: "Set an attribute" }));
  await user.type(screen.getByRole("textbox", { name: /Agent/ }), "Voter-99");
  expect(await screen.findByText("Voter-99 does not exist")).toBeDefined();
});

test("takes effects as JSON, and says what cannot be read", async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole("radio", { name: "Advanced" }));
  await user.type(screen.getByRole("textbox", { name: /Name/ }), "Stop");
  await user.type(screen.getByRole("textbox", { name: /Effects/ }), "[[{{");
  await user.click(submit());
  expect(screen.getByText(/This is not JSON/)).toBeDefined();
  await user.clear(screen.getByRole("textbox", { name: /Effects/ }));
  await user.type(screen.getByRole("textbox", { name: /Effects/ }), '[[{{"stop": "true"}]');
  await user.click(submit());
  await screen.findByText("Intervention 1 is scheduled");
  expect(sent()).toEqual({ label: "Stop", effects: [{ stop: "true" }] });
});

test("keeps the form when the server refuses", async () => {
  const { user } = open(
    {},
    {
      "POST /api/runs/run-1/interventions": refusal(422, "invalid", "Unknown effect", [
        { pointer: "/effects/0", message: "Unknown effect tel" },
      ]),
    },
  );
  await user.type(await screen.findByRole("textbox", { name: /Message/ }), "Hello");
  await user.click(submit());
  expect(await screen.findByText("The intervention was not scheduled")).toBeDefined();
  expect(screen.getByText(/Unknown effect tel/)).toBeDefined();
  expect(screen.getByRole("textbox", { name: /Message/ })).toHaveProperty("value", "Hello");
});

test("a finished run can only pass the intervention on to a fork", async () => {
  const { user, onFork, sent } = open({ status: "completed" });
  expect(screen.getByText("This run has ended and cannot be changed")).toBeDefined();
  await user.type(await screen.findByRole("textbox", { name: /Message/ }), "Hello");
  await user.click(screen.getByRole("button", { name: "Fork with intervention…" }));
  expect(onFork).toHaveBeenCalledWith(expect.objectContaining({ kind: "tell", text: "Hello" }));
  expect(sent()).toBeUndefined();
});
