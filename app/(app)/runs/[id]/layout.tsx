import type { Metadata } from "next";
import type { ReactNode } from "react";
import { RunFrame } from "@/components/run";
import { runLabel } from "@/components/run-data";
import { findRun, getViewer, listForks } from "../../../_server/viewer";

type Props = { params: Promise<{ id: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!(await getViewer())) return {};
  const run = await findRun((await params).id);
  return {
    title: {
      default: `${run.studyName}, ${runLabel(run).toLowerCase()}`,
      template: `%s · ${run.studyName} · Microcosm`,
    },
  };
}

export default async function RunLayout({ params, children }: Props) {
  // Each page redirects visitors to sign in, because only the page knows where to return to.
  if (!(await getViewer())) return children;
  const { id } = await params;
  const run = await findRun(id);
  return (
    <RunFrame initial={run} forks={await listForks(id)}>
      {children}
    </RunFrame>
  );
}
