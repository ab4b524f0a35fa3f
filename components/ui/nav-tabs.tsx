import Link from "next/link";
import { cn } from "./cn";

const tabListClasses = "flex gap-4 overflow-x-auto overflow-y-hidden border-b border-border";
const tabClasses =
  "focus-inset -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-0.5 " +
  "whitespace-nowrap text-muted-foreground hover:text-foreground " +
  "aria-[current=page]:border-primary aria-[current=page]:text-foreground";

export interface NavTab {
  label: string;
  href: string;
  count?: number | undefined;
}

/** Tabs that are pages: each has a URL that can be shared. */
export function NavTabs({
  tabs,
  current,
  label,
  className,
}: {
  tabs: readonly NavTab[];
  current: string;
  label: string;
  className?: string | undefined;
}) {
  return (
    <nav aria-label={label} className={cn(tabListClasses, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? "page" : undefined}
          className={tabClasses}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="text-sm text-muted-foreground">{tab.count}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
