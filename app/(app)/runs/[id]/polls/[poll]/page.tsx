import type { Metadata } from "next";
import { PollView } from "@/components/polls";
import { requireViewer, findRun, orNotFound } from "../../../../../_server/viewer";

export const metadata: Metadata = { title: "Poll" };

export default async function PollPage({
  params,
}: {
  params: Promise<{ id: string; poll: string }>;
}) {
  const { id, poll } = await params;
  const { actor, services } = await requireViewer(`/runs/${id}/polls/${poll}`);
  const run = await findRun(id);
  return (
    <PollView
      run={run}
      poll={await orNotFound(() => services.getPoll(actor, { runId: id, pollId: poll }))}
    />
  );
}
