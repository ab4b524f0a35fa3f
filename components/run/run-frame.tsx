"use client";

import { Pencil } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useLeaveWhenGone } from "@/components/api";
import { ForkOrigin, useForks } from "@/components/forks";
import { NoWorkerAlert } from "@/components/processes";
import { isLive, runLabel, RunStatusDot, useRun } from "@/components/run-data";
import { Page, ProvenanceNotice } from "@/components/shell";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatCompact, formatNumber, formatPercent } from "@/components/ui/format";
import { NavTabs } from "@/components/ui/nav-tabs";
import { PageHeader } from "@/components/ui/page-header";
import type { Forks } from "@/lib/contracts/forks";
import type { RunDetail } from "@/lib/contracts/runs";
import { InvalidShareAlert } from "./invalid-share-alert";
import { RunControls } from "./run-controls";
import { StoppedAlert } from "./stopped-alert";
import { useRunStream } from "./use-run-stream";

const formatTabCount = (count: number): string =>
  count < 100_000 ? formatNumber(count) : formatCompact(count);

/** Frame of all pages of a run: name, state, controls, provenance and tabs. */
export function RunFrame({
  initial,
  forks,
  children,
}: {
  initial: RunDetail;
  forks: Forks;
  children: ReactNode;
}) {
  const path = usePathname();
  const { data: run = initial, error } = useRun(initial.id, initial);
  useLeaveWhenGone(error);
  const { progress } = run;
  const connection = useRunStream(run.id, isLive(progress));
  const base = `/runs/${run.id}`;
  // Hands the forks that the server loaded to the components below.
  useForks(run.id, forks);
  return (
    <Page
      crumbs={[
        { label: "Studies", href: "/studies" },
        { label: run.studyName, href: `/studies/${run.studyId}` },
        { label: runLabel(run) },
      ]}
      notice={<ProvenanceNotice model={run.model} isDemo={run.isDemo} />}
      barActions={
        <>
          <span className="mr-1 flex items-center gap-2 text-sm" aria-live="polite">
            <RunStatusDot status={progress.status} />
            {progress.status === "running" ? (
              <span className="text-muted-foreground max-sm:hidden" aria-hidden>
                {formatPercent(progress.share, 0)}
              </span>
            ) : null}
          </span>
          <RunControls run={run} />
        </>
      }
    >
      <PageHeader
        title={run.studyName}
        status={run.isExample ? <Badge>Example</Badge> : undefined}
        description={
          <>
            {`${run.scenarioTitle} · ${runLabel(run).toLowerCase()} · seed ${String(run.seed)}`}
            <ForkOrigin run={run} />
          </>
        }
        actions={
          run.mayRun ? (
            <Button asChild>
              <Link href={`/studies/new?run=${run.id}`}>
                <Pencil aria-hidden />
                Run with changes…
              </Link>
            </Button>
          ) : undefined
        }
        tabs={
          <NavTabs
            label="Parts of the run"
            // The page of a single poll belongs to the tab Polls.
            current={path.startsWith(`${base}/polls`) ? `${base}/polls` : path}
            tabs={[
              { label: "Overview", href: base },
              {
                label: `Decisions ${formatTabCount(progress.decisions)}`,
                href: `${base}/decisions`,
              },
              ...(run.networks.length > 0 ? [{ label: "Network", href: `${base}/network` }] : []),
              { label: "Interview", href: `${base}/interview` },
              { label: "Polls", href: `${base}/polls` },
              { label: "Files", href: `${base}/files` },
            ]}
          />
        }
      />
      <StoppedAlert run={run} />
      <InvalidShareAlert run={run} />
      <NoWorkerAlert waits={progress.status === "queued" || progress.status === "running"} />
      {connection === "polling" && isLive(progress) ? (
        <p role="status" className="-mt-3 text-sm text-muted-foreground">
          The live connection was lost. This page refreshes every few seconds and reconnects
          automatically. The run is not affected.
        </p>
      ) : null}
      {children}
    </Page>
  );
}
