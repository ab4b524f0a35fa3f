"use client";

import { useEffect, useRef, useState } from "react";
import { RUN_STATUS } from "@/components/run-data";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { runStatus } from "@/lib/domain/run";
import type { StudyFilter } from "./study-filter";

const ANY = "any";

interface StudyFiltersProps {
  filter: StudyFilter;
  onChange: (change: Partial<StudyFilter>) => void;
  /** The tags of the listed studies. */
  tags: readonly string[];
}

/** The fields above a list of studies. */
export function StudyFilters({ filter, onChange, tags }: StudyFiltersProps) {
  const { tag, status, archived } = filter;
  const shownTags = tag === null || tags.includes(tag) ? tags : [...tags, tag];
  return (
    <div role="search" aria-label="Studies" className="flex flex-wrap items-center gap-2">
      <TextFilter text={filter.text} onChange={(text) => onChange({ text })} />
      {shownTags.length === 0 ? null : (
        <Select
          aria-label="Tag"
          className="w-44"
          value={tag === null ? ANY : `tag:${tag}`}
          onValueChange={(value) => onChange({ tag: value === ANY ? null : value.slice(4) })}
          options={[
            { value: ANY, label: "All tags" },
            ...shownTags.map((each) => ({ value: `tag:${each}`, label: each })),
          ]}
        />
      )}
      <Select
        aria-label="Status"
        className="w-40"
        value={status ?? ANY}
        onValueChange={(value) =>
          onChange({ status: runStatus.options.find((known) => known === value) ?? null })
        }
        options={[
          { value: ANY, label: "Any status" },
          ...runStatus.options.map((value) => ({ value, label: RUN_STATUS[value].label })),
        ]}
      />
      <Select
        aria-label="Archive"
        className="w-48"
        value={archived}
        onValueChange={(value) =>
          onChange({ archived: value === "only" || value === "all" ? value : "no" })
        }
        options={[
          { value: "no", label: "Without archived" },
          { value: "only", label: "Archived only" },
          { value: "all", label: "With archived" },
        ]}
      />
    </div>
  );
}

const DELAY_MS = 300;

/** Types without delay, and reports the text once it has not changed for a while. */
function TextFilter({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const [reported, setReported] = useState(text);
  // Changed from outside, as by a link or the button that clears all filters.
  if (text !== known) {
    setKnown(text);
    if (text !== reported) setTyped(text);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <SearchInput
      label="Search studies"
      value={typed}
      onValueChange={(next) => {
        setTyped(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          setReported(next);
          onChange(next);
        }, DELAY_MS);
      }}
    />
  );
}
