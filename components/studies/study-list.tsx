"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { FailureAlert, get, queryKeys } from "@/components/api";
import { isLive } from "@/components/run-data";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Spinner } from "@/components/ui/spinner";
import {
  SortableHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import { studySummary, type StudySummary } from "@/lib/contracts/runs";
import { RunsSummary } from "./runs-summary";
import { filterAndSortStudies } from "./filter-and-sort-studies";
import { isNarrowed, type StudyColumn, type StudyFilter } from "./study-filter";
import { StudyFilters } from "./study-filters";
import { StudyMenu } from "./study-menu";
import { StudyTags } from "./study-tags";
import { useStudyFilter } from "./use-study-filter";

const REFRESH_MS = 3_000;

/**
 * The studies of the project that the filter in the URL shows, up to date while any run is live.
 * `studies` are those of the server, which it listed with the archive as it is in the URL.
 */
export function StudyList({ studies: initial }: { studies: StudySummary[] }) {
  const { filter, setFilter } = useStudyFilter();
  const { archived, sort } = filter;
  const [listed] = useState(archived);
  const {
    data: studies,
    error,
    refetch,
  } = useQuery({
    queryKey: queryKeys.studyList(archived),
    queryFn: ({ signal }) =>
      get(`/api/studies?archived=${archived}`, z.array(studySummary), signal),
    ...(archived === listed && { initialData: initial }),
    refetchInterval: ({ state }) =>
      state.data?.some(({ runs }) => runs.some(({ progress }) => isLive(progress)))
        ? REFRESH_MS
        : false,
  });

  const failure = error ? (
    <FailureAlert
      title={studies ? "The list could not be refreshed" : "The list could not be loaded"}
      error={error}
      onRetry={() => void refetch()}
    />
  ) : null;

  if (studies?.length === 0 && archived === "no" && !isNarrowed(filter)) {
    return (
      <Card>
        <EmptyState
          icon={FlaskConical}
          title="No studies yet"
          description={
            "A study is one or more runs of a scenario. Choose one from the gallery, set its " +
            "parameters and run it. No API key is needed to start."
          }
          action={
            <>
              <Button asChild>
                <Link href="/scenarios">Open the gallery</Link>
              </Button>
              <Button variant="ghost" onClick={() => setFilter({ archived: "only" })}>
                Show archived
              </Button>
            </>
          }
        />
      </Card>
    );
  }

  const shown = studies && filterAndSortStudies(studies, filter);
  const tags = [...new Set(studies?.flatMap((study) => study.tags))].sort((one, other) =>
    one.localeCompare(other),
  );
  const head = (column: StudyColumn, label: string, descending = false) => (
    <SortableHead
      direction={sort.column === column ? sort.direction : undefined}
      firstDirection={descending ? "desc" : "asc"}
      onSort={(direction) => setFilter({ sort: { column, direction } })}
    >
      {label}
    </SortableHead>
  );
  return (
    <>
      {failure}
      <StudyFilters filter={filter} onChange={setFilter} tags={tags} />
      <Card className="overflow-hidden">
        <Table label="Studies">
          <TableHeader>
            <TableRow>
              {head("name", "Study")}
              {head("scenario", "Scenario")}
              {head("progress", "Runs", true)}
              <TableHead>Model</TableHead>
              {head("started", "Started", true)}
              <TableHead>
                <span className="sr-only">Actions</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {shown?.map((study) => (
              <StudyRow key={study.id} study={study} />
            ))}
          </TableBody>
        </Table>
        {shown?.length === 0 ? <NoneShown filter={filter} onChange={setFilter} /> : null}
        {shown === undefined && !error ? (
          <p className="flex items-center gap-2 p-4 text-muted-foreground">
            <Spinner /> Loading…
          </p>
        ) : null}
      </Card>
    </>
  );
}

function NoneShown({
  filter,
  onChange,
}: {
  filter: StudyFilter;
  onChange: (change: Partial<StudyFilter>) => void;
}) {
  if (!isNarrowed(filter) && filter.archived === "only")
    return (
      <EmptyState
        title="No archived studies"
        description="“Archive” in the menu of a study takes it out of the list and keeps its data."
        action={<Button onClick={() => onChange({ archived: "no" })}>Show the others</Button>}
      />
    );
  return (
    <EmptyState
      title="No study matches"
      description="The search covers names, descriptions, tags, scenarios and models."
      action={
        <Button onClick={() => onChange({ text: "", tag: null, status: null })}>
          Clear filters
        </Button>
      }
    />
  );
}

function StudyRow({ study }: { study: StudySummary }) {
  const { isExample, name } = study;
  const models = [...new Map(study.runs.map((run) => [run.model, run.isDemo]))];
  return (
    <TableRow>
      <TableCell className="min-w-56">
        <span className="flex flex-wrap items-center gap-2">
          <Link href={`/studies/${study.id}`} className="rounded-sm font-semibold hover:underline">
            {name}
          </Link>
          {isExample ? <Badge>Example</Badge> : null}
          {study.isArchived ? <Badge tone="outline">Archived</Badge> : null}
          <StudyTags tags={study.tags} />
        </span>
        {study.description === "" ? null : (
          <span className="line-clamp-1 max-w-prose text-muted-foreground">
            {study.description}
          </span>
        )}
      </TableCell>
      <TableCell className="min-w-40">{study.scenarioTitle}</TableCell>
      <TableCell className="min-w-48">
        <RunsSummary runs={study.runs} />
      </TableCell>
      <TableCell className="min-w-44">
        {models.map(([model, isDemo]) => (
          <span key={model} className="block wrap-anywhere">
            {isDemo ? <Badge tone="warning">Demo model, not an LLM</Badge> : model}
          </span>
        ))}
      </TableCell>
      <TableCell>
        <Timestamp at={study.createdAt} />
      </TableCell>
      <TableCell>{study.mayRun ? <StudyMenu study={study} /> : null}</TableCell>
    </TableRow>
  );
}
