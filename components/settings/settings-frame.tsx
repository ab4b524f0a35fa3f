"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Page } from "@/components/shell";
import { NavTabs } from "@/components/ui/nav-tabs";
import { PageHeader } from "@/components/ui/page-header";
import type { Viewer } from "@/lib/contracts/account";
import { SETTINGS_SECTIONS } from "./settings-sections";

/** Title and tabs around every page of Settings. */
export function SettingsFrame({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const path = usePathname();
  const sections = SETTINGS_SECTIONS.filter(({ isShownTo }) => isShownTo(viewer));
  const current = sections.find(({ href }) => path === href || path.startsWith(`${href}/`));
  return (
    <Page
      crumbs={[
        { label: "Settings", ...(current !== undefined && { href: "/settings" }) },
        ...(current === undefined ? [] : [{ label: current.label }]),
      ]}
    >
      <PageHeader
        title="Settings"
        tabs={<NavTabs label="Settings" tabs={sections} current={current?.href ?? ""} />}
      />
      {children}
    </Page>
  );
}
