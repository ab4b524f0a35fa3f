import Link from "next/link";
import { cn } from "./cn";
import { tabClasses, tabListClasses } from "./tabs";

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
