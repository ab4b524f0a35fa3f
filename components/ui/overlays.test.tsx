import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { ConfirmDialog } from "./alert-dialog";
import { Button } from "./button";
import { Dialog, DialogClose } from "./dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "./dropdown-menu";
import { IconButton } from "./icon-button";
import { Popover } from "./popover";
import { Sheet } from "./sheet";

describe("Dialog", () => {
  test("opens by its trigger, focuses the first field, and returns the focus", async () => {
    const { user } = renderInApp(
      <Dialog
        trigger={<Button>Rename…</Button>}
        title="Rename"
        description="The old name is lost."
        footer={
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
        }
      >
        <input aria-label="New name" />
      </Dialog>,
    );
    await user.click(screen.getByRole("button", { name: "Rename…" }));
    const dialog = screen.getByRole("dialog", {
      name: "Rename",
      description: "The old name is lost.",
    });
    expect(document.activeElement).toBe(within(dialog).getByLabelText("New name"));
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Rename…" }));
  });

  test("without a trigger, returns the focus to the element that had it", async () => {
    function Page() {
      const [open, setOpen] = useState(false);
      return (
        <>
          <button onClick={() => setOpen(true)}>Open</button>
          <Dialog open={open} onOpenChange={setOpen} title="Details">
            Text
          </Dialog>
        </>
      );
    }
    const { user } = renderInApp(<Page />);
    await user.click(screen.getByRole("button", { name: "Open" }));
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Open" }));
  });
});

function Removal() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Remove</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Remove it?"
        description="It can be added again."
        confirmLabel="Remove it"
        onConfirm={() => undefined}
      />
    </>
  );
}

describe("ConfirmDialog", () => {
  const ask = (onConfirm: () => void | Promise<void>) =>
    renderInApp(
      <ConfirmDialog
        danger
        trigger={<Button>Delete…</Button>}
        title="Delete survey?"
        description="Its rows are deleted permanently."
        confirmLabel="Delete"
        onConfirm={onConfirm}
      />,
    );

  test("confirms once, stays busy until the work is done, then closes", async () => {
    let finish = (): void => undefined;
    const onConfirm = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { user } = ask(onConfirm);
    await user.click(screen.getByRole("button", { name: "Delete…" }));
    const dialog = screen.getByRole("alertdialog", { name: "Delete survey?" });
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(within(dialog).getByRole("button", { name: "Delete", busy: true })).toBeDefined();
    await user.keyboard("{Escape}");
    expect(screen.getByRole("alertdialog")).toBeDefined();
    finish();
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });

  test("stays open for another try when the work fails", async () => {
    const { user } = ask(() => Promise.reject(new Error("busy")));
    await user.click(screen.getByRole("button", { name: "Delete…" }));
    await user.click(screen.getByRole("button", { name: "Delete" }));
    expect(await screen.findByRole("button", { name: "Delete", busy: false })).toBeDefined();
    expect(screen.getByRole("alertdialog")).toBeDefined();
  });

  test("without a trigger, returns the focus to the element that had it", async () => {
    const { user } = renderInApp(<Removal />);
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await user.keyboard("{Escape}");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Remove" }));
  });

  test("does nothing on the way back", async () => {
    const onConfirm = vi.fn();
    const { user } = ask(onConfirm);
    await user.click(screen.getByRole("button", { name: "Delete…" }));
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(onConfirm).not.toHaveBeenCalled();
  });
});

describe("Sheet", () => {
  test("shows title, actions and footer, and closes by its button", async () => {
    const onOpenChange = vi.fn();
    const { user } = renderInApp(
      <Sheet
        open
        onOpenChange={onOpenChange}
        title="Voter-3"
        description="round 2"
        actions={<IconButton label="Next">→</IconButton>}
        footer={<Button>Save</Button>}
      >
        Body
      </Sheet>,
    );
    const sheet = screen.getByRole("dialog", { name: "Voter-3", description: "round 2" });
    expect(within(sheet).getByRole("button", { name: "Save" })).toBeDefined();
    await expectAccessible();
    await user.click(within(sheet).getByRole("button", { name: "Close" }));
    expect(onOpenChange).toHaveBeenCalledWith(false);
  });

  test("without a modal, leaves the page usable and stays open", async () => {
    const onOpenChange = vi.fn();
    const onClick = vi.fn();
    const { user } = renderInApp(
      <>
        <button onClick={onClick}>Row</button>
        <Sheet open onOpenChange={onOpenChange} modal={false} title="Voter-3" />
      </>,
    );
    await user.click(screen.getByRole("button", { name: "Row" }));
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(onOpenChange).not.toHaveBeenCalled();
  });
});

test("a popover opens by its trigger and closes on Escape", async () => {
  const { user } = renderInApp(
    <Popover trigger={<Button>Columns</Button>} aria-label="Columns shown">
      <p>Content</p>
    </Popover>,
  );
  await user.click(screen.getByRole("button", { name: "Columns" }));
  expect(screen.getByRole("dialog", { name: "Columns shown" }).textContent).toBe("Content");
  await expectAccessible();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("an icon button has a name, which its tooltip shows on focus with the shortcut", async () => {
  const { user } = renderInApp(
    <IconButton label="Next decision" shortcut="J">
      <svg aria-hidden />
    </IconButton>,
  );
  await user.tab();
  const button = screen.getByRole("button", { name: "Next decision" });
  expect(document.activeElement).toBe(button);
  expect((await screen.findByRole("tooltip")).textContent).toContain("Next decisionJ");
  await expectAccessible();
});

test("a menu is walked by arrow keys and acts on Enter", async () => {
  const onSelect = vi.fn();
  const onTheme = vi.fn();
  const { user } = renderInApp(
    <DropdownMenu>
      <DropdownMenuTrigger>
        <Button>More</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value="dark" onValueChange={onTheme}>
          <DropdownMenuRadioItem value="light">Light</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">Dark</DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem shortcut="D" danger onSelect={onSelect}>
          Delete
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <a href="/models">Models</a>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>,
  );
  await user.click(screen.getByRole("button", { name: "More" }));
  expect(screen.getByRole("menuitemradio", { name: "Dark" }).getAttribute("aria-checked")).toBe(
    "true",
  );
  expect(screen.getByRole("menuitem", { name: "Models" }).getAttribute("href")).toBe("/models");
  await expectAccessible(screen.getByRole("menu"));
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onTheme).toHaveBeenCalledWith("light");
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(screen.getByRole("menuitem", { name: /^Delete/ }));
  expect(onSelect).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole("menu")).toBeNull();
});
