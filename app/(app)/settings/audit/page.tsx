import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditView } from "@/components/audit";
import { getViewer, orNotFound, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage() {
  const { actor, services } = await requireViewer("/settings/audit");
  const project = (await getViewer())?.project;
  if (!project) notFound();
  const people = await orNotFound(() => services.listAuditPeople(actor));
  return <AuditView projectId={project.id} people={people} />;
}
