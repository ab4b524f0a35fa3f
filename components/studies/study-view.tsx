"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { FailureAlert, get, queryKeys, useLeaveWhenGone } from "@/components/api";
import { EstimateCard } from "@/components/estimates";
import {
  combinedStatus,
  isLive,
  ParameterValue,
  RunStatusDot,
  ScenarioLink,
} from "@/components/run-data";
import { Page, ProvenanceNotice } from "@/components/shell";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { formatCount, formatNumber } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Timestamp } from "@/components/ui/timestamp";
import type { RunDetail, RunSummary, StudySummary } from "@/lib/contracts/runs";
import { studyOverview, type StudyOverview } from "@/lib/contracts/study-overview";
import { BudgetCard } from "./budget-card";
import { laterOverview } from "./later-overview";
import { RepeatButton } from "./repeat-button";
import { RunTable } from "./run-table";
import { StudyFiles } from "./study-files";
import { StudyMenu } from "./study-menu";
import { StudyTags } from "./study-tags";

const REFRESH_MS = 2_000;

/** The runs of a study, each followed by its forks, and these by theirs. */
function allRuns({ runs, forks }: StudySummary): RunSummary[] {
  const withForks = (run: RunSummary): RunSummary[] => [
    run,
    ...forks.filter(({ forkOf }) => forkOf === run.id).flatMap(withForks),
  ];
  const listed = runs.flatMap(withForks);
  // Forks of deleted runs have no origin to follow.
  return [...listed, ...forks.filter((fork) => !listed.includes(fork))];
}

const isActive = ({ study }: Pick<StudyOverview, "study">): boolean =>
  allRuns(study).some(({ progress }) => isLive(progress));

/** The page of a study. `design` is what all of its runs share. */
export function StudyView({
  overview: initial,
  design,
}: {
  overview: StudyOverview;
  design: RunDetail | undefined;
}) {
  const { id } = initial.study;
  const {
    data: { study, budget, use },
    error,
    refetch,
  } = useQuery({
    queryKey: queryKeys.study(id),
    queryFn: async ({ client, queryKey, signal }) => {
      const received = await get(`/api/studies/${id}/overview`, studyOverview, signal);
      return laterOverview(client.getQueryData<StudyOverview>(queryKey), received);
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? REFRESH_MS : false),
  });
  useLeaveWhenGone(error);
  const live = isActive({ study });
  const wasLive = useRef(live);
  // Calls that were under way when the last run ended are part of the final figures.
  useEffect(() => {
    if (wasLive.current && !live) void refetch();
    wasLive.current = live;
  }, [live, refetch]);
  const { isExample, name, runs } = study;
  const all = allRuns(study);
  const first = runs[0];
  const only = runs.length === 1 ? first : undefined;
  return (
    <Page
      crumbs={[{ label: "Studies", href: "/studies" }, { label: name }]}
      notice={
        first ? (
          <ProvenanceNotice
            model={[...new Set(runs.map(({ model }) => model))].join(", ")}
            isDemo={runs.every(({ isDemo }) => isDemo)}
          />
        ) : undefined
      }
    >
      <PageHeader
        title={name}
        status={
          <>
            <RunStatusDot status={combinedStatus(runs)} />
            {isExample ? <Badge>Example</Badge> : null}
            {study.isArchived ? <Badge tone="outline">Archived</Badge> : null}
            <StudyTags tags={study.tags} />
          </>
        }
        description={
          <>
            {study.scenarioTitle} · {formatCount(runs.length, "run")} · started{" "}
            <Timestamp at={study.createdAt} />
            {study.description === "" ? null : (
              <p className="mt-2 break-words whitespace-pre-line text-foreground">
                {study.description}
              </p>
            )}
          </>
        }
        actions={
          <>
            {study.mayRun ? <StudyMenu study={study} /> : null}
            {study.mayRun && runs.some(({ progress }) => progress.status === "completed") ? (
              <RepeatButton studyId={study.id} />
            ) : null}
            {only ? (
              <Button asChild variant="primary">
                <Link href={`/runs/${only.id}`}>
                  Open run
                  <ArrowRight aria-hidden />
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      {error ? (
        <FailureAlert
          title="The study could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <Card>
        <CardHeader
          title="Runs"
          {...(study.forks.length > 0 && {
            description:
              `${formatCount(study.forks.length, "fork")} listed under the original run. The ` +
              "number of runs, the progress and the estimate exclude forks; the budget includes " +
              "them.",
          })}
        />
        <RunTable runs={all} />
      </Card>
      <BudgetCard study={study} budget={budget} mayRun={study.mayRun} />
      <EstimateCard use={use} />
      {design ? (
        <>
          <StudyDesign study={study} design={design} />
          <StudyFiles runs={all} files={design.files} />
        </>
      ) : null}
    </Page>
  );
}

function StudyDesign({ study, design }: { study: StudySummary; design: RunDetail }) {
  const seeds = [...new Set(study.runs.map(({ seed }) => seed))];
  const [first, last] = [seeds[0], seeds.at(-1)];
  return (
    <Card>
      <CardHeader title="Design" description={design.scenarioSummary} />
      <CardBody className="grid grid-cols-1 items-start gap-x-12 gap-y-4 md:grid-cols-2">
        <DataList
          items={[
            {
              label: "Scenario",
              value: <ScenarioLink of={study} name={study.scenarioTitle} />,
            },
            { label: "Agents", value: design.agentTypes.join(", ") },
            { label: "Rounds", value: formatNumber(design.progress.rounds) },
            ...(study.arms.length > 1
              ? [{ label: "Arms", value: study.arms.map(({ name }) => name).join(", ") }]
              : []),
            {
              label: "Replicates",
              value: formatNumber(Math.max(...study.runs.map(({ replicate }) => replicate))),
            },
            ...(study.forks.length > 0
              ? [{ label: "Forks", value: formatNumber(study.forks.length) }]
              : []),
            {
              label: seeds.length === 1 ? "Seed" : "Seeds",
              value: seeds.length > 2 ? `${String(first)} to ${String(last)}` : seeds.join(", "),
            },
            {
              label: "Model",
              value: design.isDemo ? "Built-in demo model, not an LLM" : design.model,
            },
            { label: "Endpoint", value: design.endpointName },
            ...(study.record === "fresh"
              ? []
              : [
                  {
                    label: "Answers",
                    value:
                      study.record === "only"
                        ? "Recorded answers only"
                        : "Recorded answers where available",
                  },
                ]),
          ]}
        />
        <DataList
          items={design.parameters.map((parameter) => ({
            label: parameter.label,
            value: <ParameterValue parameter={parameter} />,
          }))}
        />
      </CardBody>
    </Card>
  );
}
