"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { useDebouncedText } from "@/components/ui/use-debounced-text";
import { storedLevel } from "@/lib/contracts/logs";
import type { LogFilter } from "./use-log";

const ALL = "all";
const PROGRAMS = ["app", "worker", "command line"];
const MAX_SEARCH = 200;

interface LogFiltersProps {
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
}

/** By level, kind of process and text; a run comes from the address, and can be cleared. */
export function LogFilters({ filter, onChange }: LogFiltersProps) {
  const [typed, setTyped] = useState(filter.text ?? "");
  const text = useDebouncedText(typed.trim());
  useEffect(() => {
    if (text !== (filter.text ?? "")) onChange({ ...filter, text: text === "" ? undefined : text });
    // Only what is typed changes the filter here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <div role="search" aria-label="Filter the log" className="flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search the log"
        placeholder="Message, machine or detail"
        className="w-72"
        value={typed}
        onValueChange={setTyped}
        maxLength={MAX_SEARCH}
      />
      <Select
        aria-label="Level"
        className="w-36"
        value={filter.level ?? ALL}
        onValueChange={(value) => onChange({ ...filter, level: storedLevel.safeParse(value).data })}
        options={[
          { value: ALL, label: "All levels" },
          { value: "error", label: "Errors" },
          { value: "warning", label: "Warnings" },
        ]}
      />
      <Select
        aria-label="Process"
        className="w-40"
        value={filter.program ?? ALL}
        onValueChange={(value) =>
          onChange({ ...filter, program: value === ALL ? undefined : value })
        }
        options={[
          { value: ALL, label: "All processes" },
          ...PROGRAMS.map((program) => ({ value: program, label: program })),
        ]}
      />
      {isFiltered ? (
        <Button
          variant="ghost"
          onClick={() => {
            setTyped("");
            onChange({ level: undefined, program: undefined, text: undefined, run: undefined });
          }}
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}
