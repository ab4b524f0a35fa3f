import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { cn } from "./cn";

export interface Crumb {
  label: string;
  /** The last one, the page itself, has none. */
  href?: string | undefined;
}

export function Breadcrumb({
  items,
  className,
}: {
  items: readonly Crumb[];
  className?: string | undefined;
}) {
  return (
    <nav aria-label="Breadcrumb" className={cn("min-w-0", className)}>
      <ol className="flex min-w-0 items-center gap-1">
        {items.map((item, index) => (
          <li
            key={`${String(index)} ${item.label}`}
            // Where there is little room, the name of the page stays, and those above it give way.
            className="flex min-w-0 items-center gap-1 first:shrink-0 last:max-w-7/10 last:shrink-0"
          >
            {index === 0 ? null : (
              <ChevronRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
            )}
            {item.href === undefined ? (
              <span
                aria-current={index === items.length - 1 ? "page" : undefined}
                className="truncate"
              >
                {item.label}
              </span>
            ) : (
              <Link
                href={item.href}
                className="truncate rounded-sm text-muted-foreground hover:text-foreground"
              >
                {item.label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
