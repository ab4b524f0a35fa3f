import type { Metadata } from "next";
import { PollsView } from "@/components/polls";
import { enter, findRun } from "../../../../_server/enter";

export const metadata: Metadata = { title: "Polls" };

export default async function PollsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { actor, services } = await enter(`/runs/${id}/polls`);
  return <PollsView run={await findRun(id)} polls={await services.listPolls(actor, id)} />;
}
