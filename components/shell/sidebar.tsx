"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { isWithin, type NavItem } from "./nav";
import { ProductMark } from "@/components/ui/product-mark";
import type { ReactNode } from "react";
import { useShell } from "./shell-store";
import { UserMenu, type ShellUser } from "./user-menu";

export interface SidebarProps {
  nav: readonly NavItem[];
  /** Names the current project and opens others. */
  projectSwitcher: ReactNode;
  user: ShellUser;
  onSignOut: () => void | Promise<void>;
  /** Called when a link is followed, so that a drawer can close. */
  onNavigate?: (() => void) | undefined;
}

export function Sidebar({ nav, projectSwitcher, user, onSignOut, onNavigate }: SidebarProps) {
  const path = usePathname();
  const setPaletteOpen = useShell((state) => state.setPaletteOpen);
  return (
    <div className="flex h-full min-h-0 flex-col bg-sidebar">
      <div className="flex h-12 shrink-0 items-center gap-2 px-4">
        <ProductMark />
        <span className="font-semibold">Microcosm</span>
      </div>
      <div className="px-2">
        {projectSwitcher}
        <button
          type="button"
          onClick={() => {
            onNavigate?.();
            setPaletteOpen(true);
          }}
          className={cn(
            "mb-3 flex h-8 w-full items-center gap-2 rounded-md border border-border bg-card",
            "px-2 text-sm text-muted-foreground hover:bg-accent hover:text-foreground",
          )}
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 text-left">Go to…</span>
          <Kbd>Ctrl K</Kbd>
        </button>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <ul className="flex flex-col gap-0.5">
          {nav.map(({ href, label, icon: Icon }) => {
            const current = isWithin(path, href);
            return (
              <li key={href}>
                <Link
                  href={href}
                  {...(current
                    ? { "aria-current": path === href ? ("page" as const) : ("true" as const) }
                    : {})}
                  onClick={() => onNavigate?.()}
                  className={cn(
                    "focus-inset flex h-8 items-center gap-2 rounded-md px-2",
                    "text-muted-foreground hover:bg-accent hover:text-foreground",
                    current && "bg-accent font-semibold text-foreground",
                  )}
                >
                  <Icon aria-hidden className={cn("size-4 shrink-0", current && "text-primary")} />
                  {label}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className="shrink-0 border-t border-border p-2">
        <UserMenu user={user} onSignOut={onSignOut} />
      </div>
    </div>
  );
}
