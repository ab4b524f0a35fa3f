import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { CommandPalette } from "./command-palette";

const openPalette = () => {
  const onOpenChange = vi.fn();
  const onSelect = vi.fn();
  const groups = [
    {
      label: "Go to",
      items: [
        { id: "studies", label: "Studies", onSelect: () => onSelect("studies") },
        {
          id: "models",
          label: "Models",
          keywords: ["endpoints"],
          hint: "page",
          onSelect: () => onSelect("models"),
        },
      ],
    },
    { label: "Do", items: [{ id: "new", label: "New study", onSelect: () => onSelect("new") }] },
  ];
  const rendered = renderInApp(<CommandPalette open onOpenChange={onOpenChange} groups={groups} />);
  return { ...rendered, onOpenChange, onSelect };
};

const names = () => screen.getAllByRole("option").map(({ textContent }) => textContent);
const selected = () => screen.getByRole("option", { selected: true }).textContent;

test("lists every item by group, the first one selected", async () => {
  openPalette();
  expect(screen.getByRole("dialog", { name: "Command palette" })).toBeDefined();
  expect(screen.getByRole("group", { name: "Go to" })).toBeDefined();
  expect(names()).toEqual(["Studies", "Modelspage", "New study"]);
  expect(selected()).toBe("Studies");
  expect(document.activeElement).toBe(
    screen.getByRole("combobox", { name: "Find a page or an action" }),
  );
  await expectAccessible();
});

test("finds items by scattered letters and by keywords", async () => {
  const { user } = openPalette();
  await user.keyboard("nwst");
  expect(names()).toEqual(["New study"]);
  await user.clear(screen.getByRole("combobox"));
  await user.keyboard("endpoints");
  expect(names()).toEqual(["Modelspage"]);
});

test("walks the items with the arrow keys, around the ends, and closes before acting", async () => {
  const { user, onOpenChange, onSelect } = openPalette();
  await user.keyboard("{ArrowDown}");
  expect(selected()).toBe("Modelspage");
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(selected()).toBe("New study");
  await user.keyboard("{Home}{Enter}");
  expect(onSelect.mock.calls).toEqual([["studies"]]);
  expect(onOpenChange).toHaveBeenCalledWith(false);
});

test("acts on a click and closes on Escape", async () => {
  const { user, onOpenChange, onSelect } = openPalette();
  await user.click(screen.getByRole("option", { name: "New study" }));
  expect(onSelect).toHaveBeenCalledWith("new");
  onOpenChange.mockClear();
  await user.keyboard("{Escape}");
  expect(onOpenChange).toHaveBeenCalledWith(false);
});

test("announces when nothing matches", async () => {
  const { user } = openPalette();
  await user.keyboard("zzz");
  expect(screen.getByRole("status").textContent).toBe("No results for “zzz”");
  expect(screen.queryAllByRole("option")).toEqual([]);
});

test("shows what its owner found for the text, and the status of its search", async () => {
  const found = { id: "1", label: "Zebra", isFound: true, onSelect: vi.fn() };
  const twin = { ...found, id: "2", onSelect: vi.fn() };
  const onTextChange = vi.fn();
  const { user } = renderInApp(
    <CommandPalette
      open
      onOpenChange={vi.fn()}
      text="carbon"
      onTextChange={onTextChange}
      groups={[
        { label: "Go to", items: [{ id: "s", label: "Studies", onSelect: vi.fn() }] },
        { label: "Found", items: [found, twin] },
      ]}
      status="Searching…"
    />,
  );
  expect(names()).toEqual(["Zebra", "Zebra"]);
  expect(screen.getByRole("status").textContent).toBe("Searching…");
  await user.type(screen.getByRole("combobox"), "x");
  expect(onTextChange).toHaveBeenCalledWith("carbonx");
  // Of two with one name, the second is another one.
  await user.click(screen.getAllByRole("option")[1] ?? document.body);
  expect([found.onSelect.mock.calls.length, twin.onSelect.mock.calls.length]).toEqual([0, 1]);
});
