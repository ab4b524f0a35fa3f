"use client";

import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "@/components/ui/breadcrumb";
import { IconButton } from "@/components/ui/icon-button";
import { GuideLink } from "./guide-link";
import { useShell } from "./shell-store";

export function TopBar({ crumbs, children }: { crumbs: readonly Crumb[]; children?: ReactNode }) {
  const setDrawerOpen = useShell((state) => state.setDrawerOpen);
  return (
    <div className="flex h-12 items-center gap-2 border-b border-border bg-background px-4 lg:px-6">
      <div className="-ml-2 lg:hidden">
        <IconButton label="Open navigation" onClick={() => setDrawerOpen(true)}>
          <Menu aria-hidden />
        </IconButton>
      </div>
      <Breadcrumb items={crumbs} className="flex-1" />
      <div className="flex shrink-0 items-center gap-2">
        {children}
        <GuideLink />
      </div>
    </div>
  );
}
