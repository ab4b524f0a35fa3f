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
import { SearchInput } from "@/components/ui/search-input";
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
import { filterAndSortStudies, type StudyColumn, type StudySort } from "./filter-and-sort-studies";

const REFRESH_MS = 3_000;

/** All studies of the project, up to date while any run is live. */
export function StudyList({ studies: initial }: { studies: StudySummary[] }) {
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<StudySort>({ column: "started", direction: "desc" });
  const {
    data: studies,
    error,
    refetch,
  } = useQuery({
    queryKey: queryKeys.studies,
    queryFn: ({ signal }) => get("/api/studies", z.array(studySummary), signal),
    initialData: initial,
    refetchInterval: ({ state }) =>
      state.data?.some(({ runs }) => runs.some(({ progress }) => isLive(progress)))
        ? REFRESH_MS
        : false,
  });

  if (studies.length === 0) {
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
            <Button asChild>
              <Link href="/scenarios">Open the gallery</Link>
            </Button>
          }
        />
      </Card>
    );
  }

  const shown = filterAndSortStudies(studies, search, sort);
  const head = (column: StudyColumn, label: string, descending = false) => (
    <SortableHead
      direction={sort.column === column ? sort.direction : undefined}
      firstDirection={descending ? "desc" : "asc"}
      onSort={(direction) => setSort({ column, direction })}
    >
      {label}
    </SortableHead>
  );
  return (
    <>
      {error ? (
        <FailureAlert
          title="The list could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <SearchInput label="Search studies" value={search} onValueChange={setSearch} />
      <Card className="overflow-hidden">
        <Table label="Studies">
          <TableHeader>
            <TableRow>
              {head("name", "Study")}
              {head("scenario", "Scenario")}
              {head("progress", "Runs", true)}
              <TableHead>Model</TableHead>
              {head("started", "Started", true)}
            </TableRow>
          </TableHeader>
          <TableBody>
            {shown.map((study) => (
              <StudyRow key={study.id} study={study} />
            ))}
          </TableBody>
        </Table>
        {shown.length === 0 ? (
          <EmptyState
            title="No study matches"
            description="The search covers names, scenarios and models."
            action={<Button onClick={() => setSearch("")}>Clear search</Button>}
          />
        ) : null}
      </Card>
    </>
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
        </span>
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
    </TableRow>
  );
}
