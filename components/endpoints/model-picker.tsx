"use client";

import { ChevronsUpDown } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format";
import { Popover } from "@/components/ui/popover";
import { SearchInput } from "@/components/ui/search-input";

const MAX_SHOWN = 100;

/** Picks one of the models that a server offers. */
export function ModelPicker({
  models,
  value,
  onPick,
}: {
  models: readonly string[];
  value: string;
  onPick: (model: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const found = models.filter((model) => model.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      aria-label="Available models"
      className="p-2"
      trigger={
        <Button className="shrink-0">
          Choose from {formatCount(models.length, "model")}
          <ChevronsUpDown aria-hidden />
        </Button>
      }
    >
      <SearchInput
        label="Search models"
        value={search}
        onValueChange={setSearch}
        className="w-full"
      />
      <ul aria-label="Available models" className="mt-2 flex max-h-64 flex-col overflow-y-auto">
        {found.slice(0, MAX_SHOWN).map((model) => (
          <li key={model}>
            <button
              type="button"
              aria-current={model === value ? "true" : undefined}
              className={cn(
                "focus-inset w-full rounded-sm px-2 py-1 text-left font-mono text-sm",
                "break-all hover:bg-accent aria-[current]:font-semibold",
              )}
              onClick={() => {
                onPick(model);
                setOpen(false);
              }}
            >
              {model}
            </button>
          </li>
        ))}
      </ul>
      {found.length > MAX_SHOWN ? (
        <p className="px-2 pt-1 text-sm text-muted-foreground">
          The first {MAX_SHOWN} of {found.length}. Refine the search to see others.
        </p>
      ) : null}
      {found.length === 0 ? (
        <p className="px-2 py-1 text-sm text-muted-foreground">No model matches.</p>
      ) : null}
    </Popover>
  );
}
