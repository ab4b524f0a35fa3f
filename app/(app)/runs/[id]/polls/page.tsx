import type { Metadata } from "next";
import { PollsView } from "@/components/polls";
import { requireViewer, findRun } from "../../../../_server/viewer";

export const metadata: Metadata = { title: "Polls" };

export default async function PollsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { actor, services } = await requireViewer(`/runs/${id}/polls`);
  return <PollsView run={await findRun(id)} polls={await services.listPolls(actor, id)} />;
}
