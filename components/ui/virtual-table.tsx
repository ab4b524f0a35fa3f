"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { cn } from "./cn";
import { isKey } from "./keys";
import { isForInnerControl, rowAfterKey } from "./row-keys";
import { ScrollHint, ScrollShadows } from "./sideways-scroll";
import { SortButton, type SortDirection } from "./table";
import { useSidewaysScroll } from "./use-sideways-scroll";

export interface VirtualColumn<T> {
  id: string;
  header: string;
  cell: (row: T, index: number) => ReactNode;
  /** A CSS grid track, as "8rem" or "minmax(12rem, 1fr)". */
  width: string;
  numeric?: boolean | undefined;
  sortable?: boolean | undefined;
}

export interface VirtualTableProps<T> {
  /** The loaded rows; `totalRows` is their number if more can be loaded. */
  rows: readonly T[];
  rowKey: (row: T, index: number) => string | number;
  columns: readonly VirtualColumn<T>[];
  label: string;
  /** A CSS length. The table never changes its height. */
  height: string;
  /** A CSS length; a narrower page scrolls sideways. */
  minWidth?: string | undefined;
  rowHeight?: number | undefined;
  totalRows?: number | undefined;
  sort?: { column: string; direction: SortDirection } | undefined;
  onSort?: ((column: string, direction: SortDirection) => void) | undefined;
  /** A click on a row, or Enter while it has the focus. */
  onRowActivate?: ((row: T, index: number) => void) | undefined;
  /** The key of the row that is open elsewhere, as in a Sheet. */
  selectedKey?: string | number | undefined;
  /** Called when the last row becomes visible. */
  onEndReached?: (() => void) | undefined;
  /** Instead of rows, when there are none. */
  empty?: ReactNode;
  className?: string | undefined;
}

/** A table of any length. Arrow keys, Page Up/Down, Home and End walk the rows; Enter opens one. */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const {
    rows,
    rowKey,
    columns,
    label,
    height,
    minWidth,
    rowHeight = 36,
    totalRows,
    sort,
    onSort,
    onRowActivate,
    selectedKey,
    onEndReached,
    empty,
    className,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const sideways = useSidewaysScroll(scroller);
  const [current, setCurrent] = useState(0);
  const template = columns.map((column) => column.width).join(" ");

  // The virtualizer keeps its identity while its results change, so nothing here may be memoised.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
  });
  const visible = virtualizer.getVirtualItems();
  const last = visible.at(-1)?.index;

  useEffect(() => {
    if (last !== undefined && last >= rows.length - 1) onEndReached?.();
  }, [last, rows.length, onEndReached]);

  const focusRow = (index: number) => {
    setCurrent(index);
    virtualizer.scrollToIndex(index, { align: "auto" });
    // The row may only be rendered by this scroll.
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${String(index)}"]`)
        ?.focus({ preventScroll: true }),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isForInnerControl(event)) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const target = rowAfterKey(event, current, rows.length, page);
    const row = rows[current];
    if (target !== undefined) {
      event.preventDefault();
      focusRow(target);
    } else if (isKey(event, "openRow") && row !== undefined && onRowActivate !== undefined) {
      event.preventDefault();
      onRowActivate(row, current);
    }
  };

  // One row stays reachable by Tab even when the row last focused has been scrolled away.
  const inPage = visible.some((item) => item.index === current);
  const tabStop = inPage ? current : visible[0]?.index;

  return (
    <div className={cn("flex flex-col", className)} style={{ height }}>
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          role="grid"
          aria-label={label}
          aria-rowcount={(totalRows ?? rows.length) + 1}
          aria-colcount={columns.length}
          style={{ scrollPaddingTop: HEADER_HEIGHT }}
          className="h-full overflow-auto overscroll-contain text-sm"
          onKeyDown={onKeyDown}
        >
          <div
            role="presentation"
            className="flex min-h-full flex-col"
            style={minWidth === undefined ? undefined : { minWidth }}
          >
            <div
              role="row"
              aria-rowindex={1}
              className={cn(
                "sticky top-0 z-2 grid shrink-0 border-b border-border bg-card px-2 text-xs",
                "text-muted-foreground",
              )}
              style={{ gridTemplateColumns: template, height: HEADER_HEIGHT }}
            >
              {columns.map((column) => {
                const direction = sort?.column === column.id ? sort.direction : undefined;
                const sortable = column.sortable === true && onSort !== undefined;
                return (
                  <div
                    key={column.id}
                    role="columnheader"
                    {...(sortable
                      ? {
                          "aria-sort":
                            direction === undefined
                              ? "none"
                              : direction === "asc"
                                ? "ascending"
                                : "descending",
                        }
                      : {})}
                    className={cn(
                      "flex min-w-0 items-center px-2 font-semibold",
                      column.numeric === true && "justify-end",
                    )}
                  >
                    {sortable ? (
                      <SortButton
                        direction={direction}
                        numeric={column.numeric}
                        onSort={(next) => onSort(column.id, next)}
                      >
                        {column.header}
                      </SortButton>
                    ) : (
                      <span className="truncate">{column.header}</span>
                    )}
                  </div>
                );
              })}
            </div>
            {rows.length === 0 ? (
              <div role="row" className="flex flex-1 items-center justify-center">
                <div role="gridcell">{empty}</div>
              </div>
            ) : (
              <div
                role="rowgroup"
                className="relative"
                style={{ height: virtualizer.getTotalSize() }}
              >
                {visible.map((item) => {
                  const row = rows[item.index];
                  if (row === undefined) return null;
                  const key = rowKey(row, item.index);
                  return (
                    <div
                      key={key}
                      role="row"
                      data-row={item.index}
                      aria-rowindex={item.index + 2}
                      {...(selectedKey === undefined
                        ? {}
                        : { "aria-selected": key === selectedKey })}
                      tabIndex={item.index === tabStop ? 0 : -1}
                      onFocus={() => setCurrent(item.index)}
                      onClick={(event) => {
                        if (onRowActivate === undefined || clickedControl(event.target)) return;
                        onRowActivate(row, item.index);
                      }}
                      className={cn(
                        "focus-inset absolute top-0 left-0 grid w-full items-center border-b",
                        "border-border px-2 hover:bg-muted aria-selected:bg-primary-soft",
                        onRowActivate !== undefined && "cursor-pointer",
                      )}
                      style={{
                        gridTemplateColumns: template,
                        height: item.size,
                        transform: `translateY(${String(item.start - HEADER_HEIGHT)}px)`,
                      }}
                    >
                      {columns.map((column) => (
                        <div
                          key={column.id}
                          role="gridcell"
                          className={cn(
                            "min-w-0 truncate px-2",
                            column.numeric === true && "text-right",
                          )}
                        >
                          {column.cell(row, item.index)}
                        </div>
                      ))}
                    </div>
                  );
                })}
              </div>
            )}
          </div>
        </div>
        <ScrollShadows {...sideways} />
      </div>
      <ScrollHint {...sideways} />
    </div>
  );
}

const HEADER_HEIGHT = 32;

function clickedControl(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("button, a, input, label, select, textarea") !== null
  );
}
