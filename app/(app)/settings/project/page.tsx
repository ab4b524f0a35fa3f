import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProjectSettings } from "@/components/projects";
import { RetentionCard } from "@/components/retention";
import { ProjectBudgetCard } from "@/components/studies";
import { getViewer, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Project" };

export default async function ProjectPage() {
  await requireViewer("/settings/project");
  const project = (await getViewer())?.project;
  if (project?.role !== "owner") notFound();
  return (
    <>
      <ProjectBudgetCard />
      <RetentionCard />
      <ProjectSettings project={project} />
    </>
  );
}
