"use client";

import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "@/components/ui/breadcrumb";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { GuideLink } from "./guide-link";
import { useShell } from "./shell-store";

export function TopBar({ crumbs, children }: { crumbs: readonly Crumb[]; children?: ReactNode }) {
  const setDrawerOpen = useShell((state) => state.setDrawerOpen);
  return (
    <div
      className={cn(
        "flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-border py-1.5",
        "bg-background px-4 lg:px-6",
      )}
    >
      {/* Buttons that would leave less than 14rem go below the breadcrumb. */}
      <div className="flex min-w-0 grow basis-56 items-center gap-2">
        <div className="-ml-2 lg:hidden">
          <IconButton label="Open navigation" onClick={() => setDrawerOpen(true)}>
            <Menu aria-hidden />
          </IconButton>
        </div>
        <Breadcrumb items={crumbs} className="flex-1" />
      </div>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {children}
        <GuideLink />
      </div>
    </div>
  );
}
