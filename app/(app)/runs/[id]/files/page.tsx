import type { Metadata } from "next";
import { RunFiles } from "@/components/run";
import { requireViewer, findRun } from "../../../../_server/viewer";

export const metadata: Metadata = { title: "Files" };

export default async function RunFilesPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await requireViewer(`/runs/${id}/files`);
  return <RunFiles run={await findRun(id)} />;
}
