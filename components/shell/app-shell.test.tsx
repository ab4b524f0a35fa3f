import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { expectAccessible, findToast, renderInApp } from "@/components/testing";
import type { Role } from "@/lib/domain/access";
import { AppShell } from "./app-shell";
import { Page } from "./page";
import { ProvenanceNotice } from "./provenance-notice";
import { useShell } from "./shell-store";

const OWNER = { name: "Rosa Weber", email: "rosa@example.org" };

beforeEach(() => useShell.setState({ drawerOpen: false, paletteOpen: false, keysOpen: false }));

/** Says whether the palette is to be open: its own tests are next to it. */
const PaletteState = () => <output>{useShell().paletteOpen ? "open" : "closed"}</output>;
const palette = () => screen.getByRole("status", { name: "" }).textContent;

const show = (
  path = "/studies",
  onSignOut: () => void | Promise<void> = vi.fn(),
  role: Role | null = "owner",
) =>
  renderInApp(
    <AppShell
      projectSwitcher="Lab"
      role={role}
      user={OWNER}
      onSignOut={onSignOut}
      palette={<PaletteState />}
    >
      <Page
        crumbs={[{ label: "Studies" }]}
        notice={<ProvenanceNotice model="qwen3" isDemo={false} />}
        barActions={<button>Share</button>}
        width="reading"
      >
        <h1>Studies</h1>
      </Page>
    </AppShell>,
    { path },
  );

const mainNav = () => screen.getByRole("navigation", { name: "Main" });

describe("AppShell", () => {
  test("frames the page with landmarks and a link past the navigation", async () => {
    show();
    expect(screen.getByRole("link", { name: "Skip to content" }).getAttribute("href")).toBe(
      `#${screen.getByRole("main").id}`,
    );
    expect(screen.getByRole("note").textContent).toContain("Simulated data · answered by qwen3");
    expect(screen.getByRole("button", { name: "Share" })).toBeDefined();
    await expectAccessible();
  });

  test.each([
    ["/studies", "Studies", "page"],
    ["/studies/7", "Studies", "true"],
    ["/models", "Models", "page"],
  ])("at %s, the link to %s is current", (path, label, current) => {
    show(path);
    const links = within(mainNav()).getAllByRole("link");
    const marked = links.filter((link) => link.hasAttribute("aria-current"));
    expect(marked.map((link) => [link.textContent, link.getAttribute("aria-current")])).toEqual([
      [label, current],
    ]);
  });

  test.each(["ctrlKey", "metaKey"])("%s and K open and close the palette", (modifier) => {
    show();
    fireEvent.keyDown(window, { key: "k", [modifier]: true });
    expect(palette()).toBe("open");
    fireEvent.keyDown(window, { key: "K", [modifier]: true });
    expect(palette()).toBe("closed");
    fireEvent.keyDown(window, { key: "k", shiftKey: true, [modifier]: true });
    fireEvent.keyDown(window, { key: "k" });
    expect(palette()).toBe("closed");
  });

  test("the question mark opens the sheet of keys, but not while somebody types", () => {
    show();
    const field = document.body.appendChild(document.createElement("input"));
    fireEvent.keyDown(field, { key: "?", shiftKey: true });
    field.remove();
    expect(useShell.getState().keysOpen).toBe(false);
    fireEvent.keyDown(document.body, { key: "?", shiftKey: true });
    expect(useShell.getState().keysOpen).toBe(true);
  });

  test("the palette also opens from the sidebar", async () => {
    const { user } = show();
    await user.click(screen.getByRole("button", { name: /^Go to/ }));
    expect(palette()).toBe("open");
  });

  test.each([
    ["annotator", ["Review"]],
    [null, []],
    ["viewer", ["Studies", "Scenarios", "Models", "Data", "Settings"]],
  ] as const)("the role %s has its areas in the sidebar", (role, areas) => {
    show("/review", vi.fn(), role);
    const links = within(mainNav()).queryAllByRole("link");
    expect(links.map(({ textContent }) => textContent)).toEqual(areas);
  });

  test("the drawer for narrow screens closes when a link is followed", async () => {
    const { user, router } = show();
    await user.click(screen.getByRole("button", { name: "Open navigation" }));
    const drawer = await screen.findByRole("dialog", { name: "Navigation" });
    await expectAccessible();
    await user.click(within(drawer).getByRole("link", { name: "Data" }));
    expect(router.current()).toBe("/data");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("the account menu", () => {
  const openMenu = async (onSignOut?: () => void | Promise<void>) => {
    const rendered = show("/studies", onSignOut);
    await rendered.user.click(screen.getByRole("button", { name: /Rosa Weber.*account/ }));
    return rendered;
  };

  test("changes the theme and stays open", async () => {
    const { user } = await openMenu();
    expect(screen.getByRole("menuitemradio", { checked: true }).textContent).toBe("System");
    await user.click(screen.getByRole("menuitemradio", { name: "Dark" }));
    expect(document.documentElement.classList.contains("dark")).toBe(true);
    expect(localStorage.getItem("microcosm-theme")).toBe("dark");
    expect(screen.getByRole("menuitemradio", { checked: true }).textContent).toBe("Dark");
    await user.click(screen.getByRole("menuitemradio", { name: "System" }));
    expect(document.documentElement.classList.contains("dark")).toBe(false);
    expect(localStorage.getItem("microcosm-theme")).toBeNull();
  });

  test("signs out", async () => {
    const onSignOut = vi.fn();
    const { user } = await openMenu(onSignOut);
    await user.click(screen.getByRole("menuitem", { name: "Sign out" }));
    expect(onSignOut).toHaveBeenCalledTimes(1);
  });

  test("says so when signing out fails", async () => {
    const { user } = await openMenu(() => Promise.reject(new Error("offline")));
    await user.click(screen.getByRole("menuitem", { name: "Sign out" }));
    expect(await findToast("Could not sign out")).toBeDefined();
  });
});

test("the demo model is never taken for a language model", () => {
  renderInApp(<ProvenanceNotice model="microcosm-demo" isDemo />);
  expect(screen.getByRole("note").textContent).toBe(
    "Simulated data · answered by the built-in demo model, not an LLM",
  );
});
