import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeEndpoint } from "@/components/testing/fixtures/endpoints";
import { makePopulation } from "@/components/testing/fixtures/population";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { Forks } from "@/lib/contracts/forks";
import { ForkDialog } from "./fork-dialog";

const FORKS: Forks = {
  origin: null,
  forks: [],
  from: { first: 1, last: 2 },
  continueAt: null,
  rounds: 3,
};

function open(routes: Readonly<Record<string, unknown>> = {}) {
  const requests = serveJson({
    "GET /api/runs/run-1/fork": FORKS,
    "GET /api/runs/run-1/cast": makePopulation(),
    "GET /api/endpoints": [
      makeEndpoint(),
      makeEndpoint({ id: "endpoint-2", name: "Large server", model: "qwen3-32b" }),
    ],
    "POST /api/runs/run-1/fork": { runId: "run-2", studyId: "study-1" },
    ...routes,
  });
  const onOpenChange = vi.fn();
  const rendered = renderInApp(
    <ForkDialog run={makeRun()} open onOpenChange={onOpenChange} intervention={null} />,
    { path: "/runs/run-1" },
  );
  const sent = () => requests.find(({ method }) => method === "POST")?.body;
  return { ...rendered, sent, onOpenChange };
}

const submit = () => screen.getByRole("button", { name: "Fork" });

test("forks at the latest round by default, and opens the fork", async () => {
  const { user, sent, router, onOpenChange } = open();
  expect(await screen.findByRole("combobox", { name: "Fork at the start of" })).toHaveProperty(
    "textContent",
    "Round 2",
  );
  expect(screen.getByText(/Setup and round 1 are shared/)).toBeDefined();
  await expectAccessible();
  await user.click(submit());
  expect(await screen.findByText("Fork started")).toBeDefined();
  expect(sent()).toEqual({ round: 2 });
  expect(router.current()).toBe("/runs/run-2");
  expect(onOpenChange).toHaveBeenLastCalledWith(false);
});

test("sends another round, another model and an intervention", async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole("combobox", { name: "Fork at the start of" }));
  await user.click(await screen.findByRole("option", { name: "Round 1 (current)" }));
  await user.click(screen.getByRole("combobox", { name: "Model" }));
  await user.click(await screen.findByRole("option", { name: /Large server/ }));
  await user.click(screen.getByRole("radio", { name: /Apply an intervention at round 1/ }));
  await user.type(await screen.findByRole("textbox", { name: /Message/ }), "The tax is off.");
  await user.click(submit());
  await screen.findByText("Fork started");
  expect(sent()).toMatchObject({
    round: 1,
    models: { default: { endpointId: "endpoint-2" } },
    intervention: { label: "Told every Voter: The tax is off." },
  });
});

test("marks the field that is wrong, and sends nothing", async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole("radio", { name: /Apply an intervention/ }));
  await user.click(submit());
  const message = screen.getByRole("textbox", { name: /Message/ });
  expect(message.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("Enter a message")).toBeDefined();
  expect(sent()).toBeUndefined();
  await expectAccessible();
});

test("lists what the server objects to, and keeps the form", async () => {
  const { user } = open({
    "POST /api/runs/run-1/fork": refusal(422, "invalid", "The fork is not possible.", [
      { pointer: "/round", message: "Round 2 has not ended" },
      { pointer: "/intervention/effects/0/tel", message: "Unknown effect" },
    ]),
  });
  await screen.findByRole("combobox", { name: "Fork at the start of" });
  await user.click(submit());
  expect(await screen.findByText("The run was not forked")).toBeDefined();
  expect(screen.getByText("Round 2 has not ended")).toBeDefined();
  expect(screen.getByText(/Unknown effect/)).toBeDefined();
});

test("a run without a finished setup cannot be forked yet", async () => {
  open({ "GET /api/runs/run-1/fork": { ...FORKS, from: null } });
  expect(await screen.findByText("The first round has not started")).toBeDefined();
  expect(submit()).toHaveProperty("disabled", true);
});

test("a failed load can be tried again", async () => {
  let refuse = true;
  const { user } = open({
    "GET /api/runs/run-1/cast": () =>
      refuse ? refusal(503, "unavailable", "Busy") : makePopulation(),
  });
  expect(await screen.findByText("The agents of this run could not be loaded")).toBeDefined();
  refuse = false;
  await user.click(within(screen.getByRole("alert")).getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("combobox", { name: "Fork at the start of" })).toBeDefined();
});
