import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { PICTURE } from "@/components/testing/fixtures/networks";
import { NetworkTable } from "./network-table";

function show(colour = "Voter.opinion", picture = PICTURE) {
  const onChoose = vi.fn();
  const rendered = renderInApp(
    <NetworkTable picture={picture} colour={colour} agent="Voter-2" onChoose={onChoose} />,
  );
  return { ...rendered, onChoose };
}

const cells = () =>
  screen.getAllByRole("row", { name: /^Voter-/ }).map((row) =>
    within(row)
      .getAllByRole("gridcell")
      .map(({ textContent }) => textContent),
  );

test("lists the agents with their value and ties, best connected first", async () => {
  show();
  expect(screen.getByRole("grid", { name: "Agents of Friends" })).toBeDefined();
  expect(cells()[0]?.[0]).toBe("Voter-2");
  expect(cells().map((row) => row.at(-1))).toEqual(["2", "1", "1"]);
  expect(screen.getByRole("row", { name: /^Voter-2/ }).getAttribute("aria-selected")).toBe("true");
  await expectAccessible();
});

test("sorts agents by number, not by text", async () => {
  const { user } = show();
  await user.click(screen.getByRole("button", { name: "Agent" }));
  expect(cells().map(([id]) => id)).toEqual(["Voter-1", "Voter-2", "Voter-10"]);
  expect(screen.getByRole("columnheader", { name: "Agent" }).getAttribute("aria-sort")).toBe(
    "ascending",
  );
});

test("chooses an agent by keyboard", async () => {
  const { user, onChoose } = show();
  screen.getByRole("row", { name: /^Voter-2/ }).focus();
  await user.keyboard("{Enter}");
  expect(onChoose).toHaveBeenCalledExactlyOnceWith("Voter-2");
});

test("without an attribute as colour it has no column of values", () => {
  show("ties");
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    "Agent",
    "Ties",
  ]);
});

test("an agent with a name appears by it first", () => {
  show("ties", { ...PICTURE, names: { "Voter-2": "Ada Bell" } });
  expect(screen.getByRole("row", { name: /^Ada Bell Voter-2/ })).toBeDefined();
  expect(screen.getByRole("row", { name: /^Voter-10/ })).toBeDefined();
});
