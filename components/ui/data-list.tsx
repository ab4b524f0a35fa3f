import type { ReactNode } from "react";
import { cn } from "./cn";

export interface DataListItem {
  label: string;
  value: ReactNode;
}

/** Label and value pairs, as on the summary of a run. */
export function DataList({
  items,
  className,
}: {
  items: readonly DataListItem[];
  className?: string | undefined;
}) {
  return (
    <dl
      className={cn(
        // A long label takes at most half, so that it never leaves its value one letter wide.
        "grid grid-cols-[fit-content(50%)_minmax(0,1fr)] gap-x-6 gap-y-2",
        className,
      )}
    >
      {items.map((item) => (
        <div key={item.label} className="contents">
          <dt className="min-w-24 break-words text-muted-foreground">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
