import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { PICTURE } from "@/components/testing/fixtures/networks";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { NetworkPicture } from "@/lib/contracts/network";
import { NetworkView } from "./network-view";

interface Served {
  readonly search: URLSearchParams;
}

/** Shows the page of a network as a table: jsdom has no canvas to draw on. */
function show(
  picture: NetworkPicture | ((request: Served) => unknown) = PICTURE,
  { query = "view=table", run = makeRun({ round: 2 }) } = {},
) {
  const requests = serveJson({
    "GET /api/runs/run-1": run,
    "GET /api/runs/run-1/network": picture,
  });
  const rendered = renderInApp(<NetworkView run={run} />, {
    path: `/runs/run-1/network?${query}`,
  });
  const asked = () =>
    requests.filter(({ path }) => path.endsWith("/network")).map(({ search }) => search.toString());
  return { ...rendered, asked };
}

const ids = () =>
  screen
    .getAllByRole("row", { name: /^Voter-/ })
    .map((row) => within(row).getAllByRole("gridcell")[0]?.textContent);

const settings = () => within(screen.getByRole("complementary", { name: "Network settings" }));

test("lists the agents with value and ties, and sorts them by either", async () => {
  const { user } = show();
  await screen.findByRole("row", { name: /^Voter-10/ });
  expect(ids()).toEqual(["Voter-2", "Voter-10", "Voter-1"]);
  await user.click(screen.getByRole("button", { name: "Agent" }));
  expect(ids()).toEqual(["Voter-1", "Voter-2", "Voter-10"]);
  await user.click(screen.getByRole("button", { name: "Opinion" }));
  expect(ids()).toEqual(["Voter-2", "Voter-10", "Voter-1"]);
  await expectAccessible();
});

test("states size, mean degree and largest component", async () => {
  show();
  const figures = within(await screen.findByRole("region", { name: "Network statistics" }));
  expect(figures.getByText("Mean degree").nextElementSibling?.textContent).toBe("1.33");
  expect(figures.getByText("Largest component").nextElementSibling?.textContent).toMatch(/^100/);
  expect(figures.getByRole("link", { name: "Download ties (CSV)" }).getAttribute("href")).toBe(
    "/api/runs/run-1/files/network-friends.csv",
  );
});

test("colours by the chosen attribute, kept in the address", async () => {
  const { user, router } = show();
  await screen.findByRole("row", { name: /^Voter-10/ });
  expect(screen.getByRole("figure", { name: "Colours: Opinion" })).toBeDefined();
  await user.click(settings().getByRole("combobox", { name: "Colour" }));
  await user.click(await screen.findByRole("option", { name: "Party" }));
  expect(router.current()).toContain("colour=Voter.party");
  const legend = within(await screen.findByRole("figure", { name: "Colours: Party" }));
  expect(legend.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Left1",
    "Right1",
    "no value1",
  ]);
  expect(screen.getByRole("button", { name: "Party" })).toBeDefined();
  await expectAccessible();
});

test("shows the neighbourhood of an agent, and its values", async () => {
  const { user, router, asked } = show(({ search }) =>
    search.has("focus") ? { ...PICTURE, shown: "surroundings", agents: 40 } : PICTURE,
  );
  await screen.findByRole("row", { name: /^Voter-10/ });
  await user.type(settings().getByRole("textbox", { name: "Neighbourhood of" }), "2{Enter}");
  expect(router.current()).toContain("focus=Voter-2");
  expect(await screen.findByText(/3 of 40 agents: those within 2 ties of Voter-2/)).toBeDefined();
  expect(asked().at(-1)).toBe("focus=Voter-2&hops=2");
  const agent = within(screen.getByRole("region", { name: "Voter-2" }));
  expect(agent.getByText("Right")).toBeDefined();
  expect(agent.getByRole("link", { name: "Decisions" }).getAttribute("href")).toBe(
    "/runs/run-1/decisions?agent=Voter-2",
  );
  await user.click(settings().getByRole("combobox", { name: "Distance" }));
  await user.click(await screen.findByRole("option", { name: "3" }));
  await expect.poll(() => asked().at(-1)).toBe("focus=Voter-2&hops=3");
  await expectAccessible();
});

test("an ID of no agent is marked, and nothing is asked for", async () => {
  const { user, asked } = show();
  await screen.findByRole("row", { name: /^Voter-10/ });
  const before = asked().length;
  const field = settings().getByRole("textbox", { name: "Neighbourhood of" });
  await user.type(field, "Firm-1{Enter}");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(
    screen.getByText(/^Enter the ID of one agent, for example Voter-1, or the name/),
  ).toBeDefined();
  expect(asked()).toHaveLength(before);
});

test("an agent that does not exist keeps the picture, and marks the field", async () => {
  const { user } = show(({ search }) =>
    search.has("focus")
      ? refusal(404, "notFound", "No such agent", [
          { pointer: "/focus", message: "Voter-99 does not exist" },
        ])
      : PICTURE,
  );
  await screen.findByRole("row", { name: /^Voter-10/ });
  await user.type(settings().getByRole("textbox", { name: "Neighbourhood of" }), "99{Enter}");
  expect(await screen.findByText("Voter-99 does not exist")).toBeDefined();
  expect(ids()).toHaveLength(3);
});

test("goes back through the rounds, and offers other samples", async () => {
  const { user, router, asked } = show({ ...PICTURE, shown: "sample", agents: 5_000 });
  const slider = await screen.findByRole("slider", { name: "Round" });
  expect(screen.getByText(/a forest-fire sample/)).toBeDefined();
  slider.focus();
  await user.keyboard("{Home}");
  expect(router.current()).toContain("round=0");
  await expect.poll(() => asked().at(-1)).toBe("round=0&sample=1");
  await user.click(screen.getByRole("button", { name: "New sample" }));
  await expect.poll(() => asked().at(-1)).toBe("round=0&sample=2");
});

test("a network without agents says when they appear", async () => {
  show({ ...PICTURE, agents: 0, ties: 0, nodes: [], edges: [], attributes: [] });
  expect(await screen.findByText("No agents yet")).toBeDefined();
  await expectAccessible();
});

test("a network that cannot be loaded offers another try", async () => {
  let refuse = true;
  const { user } = show(() => (refuse ? refusal(503, "unavailable", "Busy") : PICTURE));
  expect(await screen.findByText("The network could not be loaded")).toBeDefined();
  refuse = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("row", { name: /^Voter-10/ })).toBeDefined();
});

test("finds an agent by its name, and says when several have it", async () => {
  const names = { "Voter-1": "Ada Bell", "Voter-2": "Ben", "Voter-10": "Ben" };
  const { user, router } = show(({ search }) =>
    search.has("focus")
      ? { ...PICTURE, names, shown: "surroundings", agents: 40 }
      : { ...PICTURE, names },
  );
  await screen.findByRole("row", { name: /^Ben Voter-10/ });
  const field = settings().getByRole("textbox", { name: "Neighbourhood of" });
  await user.type(field, "ben{Enter}");
  expect(
    screen.getByText("2 agents have this name. Enter the ID of one: Voter-2, Voter-10"),
  ).toBeDefined();
  await user.clear(field);
  await user.type(field, "ada bell{Enter}");
  expect(router.current()).toContain("focus=Voter-1");
  expect(await screen.findByText(/within 2 ties of Ada Bell \(Voter-1\)/)).toBeDefined();
  expect(screen.getByRole("region", { name: "Ada Bell (Voter-1)" })).toBeDefined();
  await expectAccessible();
});
