"use client";

import { useEffect, type ReactNode } from "react";
import dynamic from "next/dynamic";
import { isKey, isTyping } from "@/components/ui/keys";
import { navFor } from "./nav";
import type { Role } from "@/lib/domain/access";
import { Sidebar } from "./sidebar";
import { useShell } from "./shell-store";
import type { ShellUser } from "./user-menu";
import { cn } from "@/components/ui/cn";
import { useOnceTrue } from "@/components/ui/use-once-true";

// No part of the first load of a page: it comes when it is opened.
const NavDrawer = dynamic(async () => (await import("./nav-drawer")).NavDrawer);

interface AppShellProps {
  projectSwitcher: ReactNode;
  /** The role in the current project; null without one. */
  role: Role | null;
  user: ShellUser;
  onSignOut: () => void | Promise<void>;
  /** The palette and the sheet of keys; their keys work before they are loaded. */
  palette: ReactNode;
  children: ReactNode;
}

/** The frame of every signed-in page: sidebar, command palette and the `Page` as children. */
export function AppShell({
  projectSwitcher,
  role,
  user,
  onSignOut,
  palette,
  children,
}: AppShellProps) {
  const { drawerOpen, setDrawerOpen, setPaletteOpen, setKeysOpen } = useShell();

  const drawerOnce = useOnceTrue(drawerOpen);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isKey(event, "palette")) setPaletteOpen(!useShell.getState().paletteOpen);
      else if (isKey(event, "keySheet") && !event.defaultPrevented && !isTyping(event))
        setKeysOpen(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [setPaletteOpen, setKeysOpen]);

  const nav = navFor(role);
  const sidebar = { nav, projectSwitcher, user, onSignOut };

  return (
    <div className="min-h-dvh lg:pl-56">
      <a
        href="#content"
        className={cn(
          "fixed top-2 left-2 z-60 -translate-y-16 rounded-md border border-border bg-popover",
          "px-3 py-2 font-semibold focus:translate-y-0",
        )}
      >
        Skip to content
      </a>
      <aside className="fixed inset-y-0 left-0 hidden w-56 border-r border-border lg:block">
        <Sidebar {...sidebar} />
      </aside>
      {drawerOnce ? (
        <NavDrawer open={drawerOpen} onOpenChange={setDrawerOpen}>
          <Sidebar {...sidebar} onNavigate={() => setDrawerOpen(false)} />
        </NavDrawer>
      ) : null}
      {children}
      {palette}
    </div>
  );
}
