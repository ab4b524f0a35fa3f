"use client";

import type { LucideIcon } from "lucide-react";
import { CornerDownLeft, Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { cn } from "./cn";
import { rank } from "./fuzzy";
import { Kbd } from "./kbd";
import { overlayClasses } from "./overlay-classes";

export interface CommandItem {
  id: string;
  label: string;
  /** At the right end, as the kind of thing or a shortcut. */
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

/** A list of everything one can go to or do, found by typing a few of its letters. */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  placeholder = "Go to or do…",
}: CommandPaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[60vh] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col rounded-lg border border-foreground/20 bg-popover text-popover-foreground outline-none"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <Finder groups={groups} placeholder={placeholder} close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface FinderProps {
  groups: readonly CommandGroup[];
  placeholder: string;
  close: () => void;
}

/** Lives only while the palette is open, so each opening starts with an empty query. */
function Finder({ groups, placeholder, close }: FinderProps) {
  const base = useId();
  const [query, setQuery] = useState("");
  const [cursor, setCursor] = useState(0);
  const list = useRef<HTMLDivElement>(null);

  const shown = groups
    .map((group) => ({ label: group.label, items: rank(query, group.items) }))
    .filter((group) => group.items.length > 0);
  const flat = shown.flatMap((group) => group.items);
  const active = flat[Math.min(cursor, flat.length - 1)];
  const optionId = (item: CommandItem) => `${base}-${item.id}`;
  const activeId = active === undefined ? undefined : optionId(active);

  useEffect(() => {
    if (activeId !== undefined)
      document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const choose = (item: CommandItem) => {
    close();
    item.onSelect();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that ends the composition of a Chinese or Japanese word is not a choice.
    if (event.nativeEvent.isComposing || flat.length === 0) return;
    const moves: Record<string, number> = {
      ArrowDown: (cursor + 1) % flat.length,
      ArrowUp: (cursor - 1 + flat.length) % flat.length,
      Home: 0,
      End: flat.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      setCursor(move);
    } else if (event.key === "Enter" && active !== undefined) {
      event.preventDefault();
      choose(active);
    }
  };

  return (
    <>
      <div className="flex items-center gap-3 border-b border-border px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${base}-list`}
          aria-activedescendant={activeId}
          aria-label="Find a page or an action"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setCursor(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div
        ref={list}
        id={`${base}-list`}
        role="listbox"
        aria-label="Results"
        className="min-h-0 overflow-y-auto p-2"
      >
        {shown.map((group) => (
          <div key={group.label} role="group" aria-label={group.label} className="not-first:mt-2">
            <div aria-hidden className="px-2 py-1 text-xs text-muted-foreground">
              {group.label}
            </div>
            {group.items.map((item) => (
              <Option
                key={item.id}
                id={optionId(item)}
                item={item}
                selected={item === active}
                onPoint={() => setCursor(flat.indexOf(item))}
                onChoose={() => choose(item)}
              />
            ))}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={cn(
          "px-4 text-center text-muted-foreground",
          flat.length === 0 ? "pb-8 pt-4" : "sr-only",
        )}
      >
        {flat.length === 0 ? `Nothing matches “${query}”.` : `${String(flat.length)} results`}
      </p>
    </>
  );
}

interface OptionProps {
  id: string;
  item: CommandItem;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ id, item, selected, onPoint, onChoose }: OptionProps) {
  const Icon = item.icon;
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cn(
        "flex h-9 cursor-default items-center gap-3 rounded-sm px-2",
        selected && "bg-accent",
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
        className={cn("size-3 shrink-0 text-muted-foreground", !selected && "invisible")}
      />
    </div>
  );
}
