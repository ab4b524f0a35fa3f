"use client";

import { Command, defaultFilter, useCommandState } from "cmdk";
import { CornerDownLeft, Search, type LucideIcon } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { Kbd } from "./kbd";
import { overlayClasses } from "./overlay-classes";
import { cn } from "./cn";

export interface CommandItem {
  /** Unique among all items. */
  id: string;
  label: string;
  /** At the right end: the kind of item, or a shortcut. */
  hint?: string | undefined;
  keywords?: readonly string[] | undefined;
  icon?: LucideIcon | undefined;
  /** Found for the present text by somebody else: shown whatever its label is. */
  isFound?: boolean | undefined;
  onSelect: () => void;
}

export interface CommandGroup {
  label: string;
  items: readonly CommandItem[];
}

export interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly CommandGroup[];
  placeholder?: string | undefined;
  /** The query, for an owner that searches too; kept here if left out. */
  text?: string | undefined;
  onTextChange?: ((text: string) => void) | undefined;
  /** What becomes of the owner's search, shown below the results. */
  status?: string | undefined;
}

/** Marks an item that was found by somebody else, among its keywords. */
const FOUND = "\u0000found";
/** Between labels with all letters in a row and those with scattered ones. */
const FOUND_SCORE = 0.5;

/** How well an item matches, 0 to 1. Its value is its id; its label is the first keyword. */
function scoreItem(_id: string, search: string, [label = "", ...keywords]: string[] = []): number {
  return keywords.includes(FOUND) ? FOUND_SCORE : defaultFilter(label, search, keywords);
}

/** A searchable list of pages and actions. Each opening starts with an empty query. */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  placeholder = "Search pages and actions…",
  text,
  onTextChange,
  status,
}: CommandPaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          aria-describedby={undefined}
          className={cn(
            "fixed top-[12vh] left-1/2 z-50 flex max-h-[60vh] w-[calc(100vw-2rem)] max-w-xl",
            "-translate-x-1/2 flex-col rounded-lg border border-foreground/20 bg-popover",
            "text-popover-foreground outline-none",
          )}
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          {/* Ctrl-K closes the palette; with Vim keys it would move the selection instead. */}
          <Command
            loop
            filter={scoreItem}
            vimBindings={false}
            label="Find a page or an action"
            className="flex min-h-0 flex-col"
          >
            <div className="flex items-center gap-3 border-b border-border px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              <Command.Input
                {...(text !== undefined && { value: text })}
                {...(onTextChange && { onValueChange: onTextChange })}
                placeholder={placeholder}
                className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List label="Results" className="min-h-0 overflow-y-auto p-2">
              {groups.map((group) => (
                <Command.Group
                  key={group.label}
                  heading={group.label}
                  className={cn(
                    "not-first:mt-2 [&>[cmdk-group-heading]]:px-2 [&>[cmdk-group-heading]]:py-1",
                    "[&>[cmdk-group-heading]]:text-xs",
                    "[&>[cmdk-group-heading]]:text-muted-foreground",
                  )}
                >
                  {group.items.map((item) => (
                    <PaletteItem
                      key={item.id}
                      item={item}
                      onSelect={() => {
                        onOpenChange(false);
                        item.onSelect();
                      }}
                    />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <ResultCount status={status} />
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteItem({ item, onSelect }: { item: CommandItem; onSelect: () => void }) {
  const Icon = item.icon;
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, ...(item.keywords ?? []), ...(item.isFound === true ? [FOUND] : [])]}
      onSelect={onSelect}
      className={cn(
        "group flex h-9 cursor-default items-center gap-3 rounded-sm px-2",
        "aria-selected:bg-accent",
      )}
    >
      {Icon === undefined ? null : (
        <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      )}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.hint === undefined ? null : (
        <span className="shrink-0 text-sm text-muted-foreground">{item.hint}</span>
      )}
      <CornerDownLeft
        aria-hidden
        className="invisible size-3 shrink-0 text-muted-foreground group-aria-selected:visible"
      />
    </Command.Item>
  );
}

/** Announces the number of results; visible only when nothing matches, or with a status. */
function ResultCount({ status }: { status: string | undefined }) {
  const count = useCommandState((state) => state.filtered.count);
  const query = useCommandState((state) => state.search);
  if (status !== undefined)
    return (
      <p role="status" className="border-t border-border px-4 py-2 text-sm text-muted-foreground">
        {status}
      </p>
    );
  return (
    <p
      role="status"
      className={count === 0 ? "px-4 pt-4 pb-8 text-center text-muted-foreground" : "sr-only"}
    >
      {count === 0 ? `No results for “${query}”` : `${String(count)} results`}
    </p>
  );
}
