import type { Metadata } from "next";
import { RunFiles } from "@/components/run";
import { enter, findRun } from "../../../../_server/enter";

export const metadata: Metadata = { title: "Files" };

export default async function RunFilesPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await enter(`/runs/${id}/files`);
  return <RunFiles run={await findRun(id)} />;
}
