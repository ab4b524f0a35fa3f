"use client";

import { RUN_STATUS } from "@/components/run-data";
import { SearchFilter } from "@/components/ui/search-filter";
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
      <SearchFilter
        label="Search studies"
        text={filter.text}
        onChange={(text) => onChange({ text })}
      />
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
