import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { Page } from "@/components/shell";
import { StudyList } from "@/components/studies";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { studyQuery, type StudyQuery } from "@/lib/contracts/studies";
import { ListSkeleton } from "../../_server/list-skeleton";
import {
  getViewer,
  mayRun,
  orNotFound,
  requireReader,
  type ViewerAccess,
} from "../../_server/viewer";

export const metadata: Metadata = { title: "Studies" };

type Props = { searchParams: Promise<{ archived?: string | string[] }> };

export default async function StudiesPage({ searchParams }: Props) {
  const entrance = await requireReader("/studies");
  const query = studyQuery.safeParse({ archived: (await searchParams).archived });
  return (
    <Page crumbs={[{ label: "Studies" }]}>
      <PageHeader
        title="Studies"
        description="The simulation studies of this project."
        actions={
          mayRun(await getViewer()) ? (
            <Button asChild variant="primary">
              <Link href="/scenarios">New study</Link>
            </Button>
          ) : undefined
        }
      />
      <Suspense fallback={<ListSkeleton />}>
        <Studies {...entrance} query={query.success ? query.data : { archived: "no" }} />
      </Suspense>
    </Page>
  );
}

async function Studies({ actor, services, query }: ViewerAccess & { query: StudyQuery }) {
  return <StudyList studies={await orNotFound(() => services.listStudies(actor, query))} />;
}
