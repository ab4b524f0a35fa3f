import { ClipboardCheck } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/shell";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { roleHasPermission } from "@/lib/domain/access";
import { getViewer, requireViewer } from "../../_server/viewer";

export const metadata: Metadata = { title: "Review" };

/** Decisions are not assigned to people yet: members who only review are told so. */
export default async function ReviewPage() {
  await requireViewer("/review");
  const project = (await getViewer())?.project ?? null;
  if (project === null || !roleHasPermission(project.role, "review")) notFound();
  return (
    <Page crumbs={[{ label: "Review" }]}>
      <PageHeader title="Review" />
      <Card>
        <EmptyState
          icon={ClipboardCheck}
          title="Nothing is assigned to you"
          description={
            "This version cannot assign decisions to annotators yet. Ask the owner of " +
            `${project.name} what to do; until then, there is nothing here for you.`
          }
        />
      </Card>
    </Page>
  );
}
