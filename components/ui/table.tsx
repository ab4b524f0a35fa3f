"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useRef, type ComponentProps, type FocusEvent, type ReactNode } from "react";
import { cn } from "./cn";
import { ScrollHint, ScrollShadows } from "./sideways-scroll";
import { useSidewaysScroll } from "./use-sideways-scroll";

export type SortDirection = "asc" | "desc";

/**
 * Scrolls sideways when too wide, and then says so and can be scrolled with the keyboard. With
 * `maxHeight` (CSS) the rows scroll under a sticky header.
 */
export function Table({
  className,
  maxHeight,
  label,
  ...props
}: ComponentProps<"table"> & { maxHeight?: string | undefined; label?: string | undefined }) {
  const scroller = useRef<HTMLDivElement>(null);
  const sideways = useSidewaysScroll(scroller);
  const scrolls = maxHeight !== undefined || sideways.overflows;
  return (
    <div className="w-full">
      <div className="relative">
        <div
          ref={scroller}
          onFocus={showFocused}
          // The focus stays clear of the sticky header, too.
          className={cn(
            "w-full overflow-auto scroll-px-1",
            maxHeight !== undefined && "scroll-pt-10",
          )}
          {...(maxHeight === undefined ? {} : { style: { maxHeight } })}
          {...(scrolls ? { tabIndex: 0, role: "region", "aria-label": label ?? "Table" } : {})}
        >
          <table
            className={cn("w-full border-separate border-spacing-0 text-sm", className)}
            {...(label === undefined ? {} : { "aria-label": label })}
            {...props}
          />
        </div>
        <ScrollShadows {...sideways} />
      </div>
      <ScrollHint {...sideways} />
    </div>
  );
}

/**
 * Scrolls what the keyboard reaches into view: browsers leave it partly outside. What a pointer
 * presses stays in place, or its click would miss.
 */
function showFocused({ target }: FocusEvent<HTMLElement>) {
  if (target.matches(":focus-visible"))
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function TableHeader(props: ComponentProps<"thead">) {
  return <thead {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn(
        "group/row data-[selected=true]:bg-primary-soft [tbody>&]:hover:bg-muted",
        "[tbody>&]:data-[selected=true]:hover:bg-primary-soft",
        className,
      )}
      {...props}
    />
  );
}

interface Aligned {
  /** Numbers are aligned right, so that their digits stand under each other. */
  numeric?: boolean | undefined;
}

export function TableHead({
  className,
  numeric = false,
  ...props
}: ComponentProps<"th"> & Aligned) {
  return (
    <th
      scope="col"
      className={cn(
        "sticky top-0 z-1 h-8 border-b border-border bg-card px-3 text-left text-xs",
        "font-semibold whitespace-nowrap text-muted-foreground first:pl-4 last:pr-4",
        numeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({
  className,
  numeric = false,
  ...props
}: ComponentProps<"td"> & Aligned) {
  return (
    <td
      className={cn(
        "h-9 border-b border-border px-3 py-1.5 first:pl-4 last:pr-4 group-last/row:border-b-0",
        // A number stays with its unit.
        numeric && "text-right whitespace-nowrap",
        className,
      )}
      {...props}
    />
  );
}

/** The last cell of a row: its quiet buttons, whose texts end where those of the card do. */
export function TableActions({ children }: { children?: ReactNode }) {
  return (
    <TableCell className="text-right">
      <span className="-mr-2 inline-flex items-center justify-end gap-1 whitespace-nowrap">
        {children}
      </span>
    </TableCell>
  );
}

export interface SortableHeadProps extends Aligned {
  children: ReactNode;
  /** The present direction, or undefined while the table is sorted by another column. */
  direction: SortDirection | undefined;
  onSort: (direction: SortDirection) => void;
  /** The direction of the first click: "desc" suits counts and dates. */
  firstDirection?: SortDirection | undefined;
  className?: string | undefined;
}

export function SortableHead({
  children,
  direction,
  onSort,
  firstDirection = "asc",
  numeric = false,
  className,
}: SortableHeadProps) {
  return (
    <TableHead
      numeric={numeric}
      className={className}
      aria-sort={
        direction === undefined ? "none" : direction === "asc" ? "ascending" : "descending"
      }
    >
      <SortButton
        direction={direction}
        onSort={onSort}
        firstDirection={firstDirection}
        numeric={numeric}
      >
        {children}
      </SortButton>
    </TableHead>
  );
}

/** The button inside a sortable header; the cell around it carries `aria-sort`. */
export function SortButton({
  children,
  direction,
  onSort,
  firstDirection = "asc",
  numeric = false,
}: Omit<SortableHeadProps, "className">) {
  const Icon = direction === undefined ? ChevronsUpDown : direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className={cn(
        "focus-inset -mx-1 inline-flex h-6 max-w-[calc(100%+0.5rem)] items-center gap-0.5",
        "rounded-sm px-1 font-semibold hover:text-foreground",
        direction !== undefined && "text-foreground",
        numeric && "flex-row-reverse",
      )}
      onClick={() =>
        onSort(direction === undefined ? firstDirection : direction === "asc" ? "desc" : "asc")
      }
    >
      <span className="truncate">{children}</span>
      <Icon
        aria-hidden
        className={cn("size-3 shrink-0", direction === undefined && "opacity-60")}
      />
    </button>
  );
}
