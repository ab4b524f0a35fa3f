"use client";

import { Command, useCommandState } from "cmdk";
import { CornerDownLeft, Search, type LucideIcon } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { Kbd } from "./kbd";
import { overlayClasses } from "./overlay-classes";
import { cn } from "./cn";

interface CommandItem {
  id: string;
  label: string;
  /** At the right end: the kind of item, or a shortcut. */
  hint?: string | undefined;
  keywords?: readonly string[] | undefined;
  icon?: LucideIcon | undefined;
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
}

/** A searchable list of pages and actions. Each opening starts with an empty query. */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  placeholder = "Search pages and actions…",
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
            vimBindings={false}
            label="Find a page or an action"
            className="flex min-h-0 flex-col"
          >
            <div className="flex items-center gap-3 border-b border-border px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              <Command.Input
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
            <ResultCount />
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
      value={item.label}
      keywords={[...(item.keywords ?? [])]}
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

/** Announces the number of results; visible only when nothing matches. */
function ResultCount() {
  const count = useCommandState((state) => state.filtered.count);
  const query = useCommandState((state) => state.search);
  return (
    <p
      role="status"
      className={count === 0 ? "px-4 pt-4 pb-8 text-center text-muted-foreground" : "sr-only"}
    >
      {count === 0 ? `No results for “${query}”` : `${String(count)} results`}
    </p>
  );
}
