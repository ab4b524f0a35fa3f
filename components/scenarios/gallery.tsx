"use client";

import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { SearchInput } from "@/components/ui/search-input";
import type { TemplateSummary } from "@/lib/contracts/scenarios";
import { cn } from "@/components/ui/cn";

/** The templates, as cards: the whole card is the link. */
export function Gallery({ templates }: { templates: readonly TemplateSummary[] }) {
  const [search, setSearch] = useState("");
  const terms = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const shown = templates.filter(({ title, summary, domain, measures }) => {
    const text = [title, summary, domain ?? "", ...measures].join(" ").toLowerCase();
    return terms.every((word) => text.includes(word));
  });
  return (
    <>
      <SearchInput label="Search templates" value={search} onValueChange={setSearch} />
      {shown.length === 0 ? (
        <Card>
          <EmptyState
            title={templates.length === 0 ? "The gallery is empty" : "No templates match"}
            description={
              templates.length === 0
                ? "You can still import a scenario file."
                : "The search covers titles, summaries, fields and measures."
            }
            action={
              templates.length === 0 ? undefined : (
                <Button onClick={() => setSearch("")}>Clear search</Button>
              )
            }
          />
        </Card>
      ) : (
        <ul
          aria-label="Templates"
          className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3"
        >
          {shown.map((template) => (
            <li key={template.name}>
              <TemplateCard template={template} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function TemplateCard({
  template: { name, title, summary, domain, rounds, agentTypes, phases, measures },
}: {
  template: TemplateSummary;
}) {
  return (
    <Card
      className={cn(
        "relative flex h-full flex-col gap-3 p-4 hover:border-input",
        "has-[a:focus-visible]:border-ring",
      )}
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="text-base font-semibold">
          <Link href={`/scenarios/${name}`} className="rounded-sm after:absolute after:inset-0">
            {title}
          </Link>
        </h2>
        {domain === undefined ? null : <Badge tone="outline">{domain}</Badge>}
      </div>
      <p className="flex-1">{summary}</p>
      <dl
        className={cn(
          "grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm",
          "text-muted-foreground",
        )}
      >
        <dt>Agents</dt>
        <dd className="text-foreground">{agentTypes.join(", ")}</dd>
        <dt>Schedule</dt>
        <dd className="text-foreground">
          {formatCount(phases, "phase")} per round, {roundsText(rounds)}
        </dd>
        <dt>Measures</dt>
        <dd className="text-foreground">{measuresText(measures)}</dd>
      </dl>
    </Card>
  );
}

const MAX_NAMES = 4;

function measuresText(measures: readonly string[]): string {
  if (measures.length === 0) return "none";
  // A single further name is listed rather than counted.
  if (measures.length <= MAX_NAMES + 1) return measures.join("; ");
  const named = measures.slice(0, MAX_NAMES).join("; ");
  return `${named}; and ${String(measures.length - MAX_NAMES)} more`;
}

/** Rounds are an expression: a number, or something that depends on the parameters. */
const roundsText = (rounds: string): string =>
  /^\d+$/.test(rounds) ? formatCount(Number(rounds), "round") : "rounds set by parameters";
