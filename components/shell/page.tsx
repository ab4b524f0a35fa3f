import type { ReactNode } from "react";
import type { Crumb } from "@/components/ui/breadcrumb";
import { cn } from "@/components/ui/cn";
import { StickyBar } from "@/components/ui/sticky-bar";
import { TopBar } from "./top-bar";

const WIDTHS = {
  /** Tables and charts: all there is. */
  full: "",
  /** Forms and text: lines that can be read. */
  reading: "max-w-4xl",
};

interface PageProps {
  /** From the area to this page; the last one without href. */
  crumbs: readonly Crumb[];
  /** A ProvenanceNotice on pages that show simulated data. */
  notice?: ReactNode;
  /** At the right end of the top bar. */
  barActions?: ReactNode;
  width?: keyof typeof WIDTHS | undefined;
  /** Usually a PageHeader first. */
  children: ReactNode;
}

/** One page inside the AppShell: top bar and notice stay visible while the content scrolls. */
export function Page({ crumbs, notice, barActions, width = "full", children }: PageProps) {
  return (
    <>
      <StickyBar as="header" edge="top" className="z-20">
        <TopBar crumbs={crumbs}>{barActions}</TopBar>
        {notice}
      </StickyBar>
      <main
        id="content"
        tabIndex={-1}
        className={cn("flex flex-col gap-6 px-4 pt-5 pb-12 outline-none lg:px-6", WIDTHS[width])}
      >
        {children}
      </main>
    </>
  );
}
