import type { Metadata } from "next";
import { InterviewView } from "@/components/interviews";
import { requireViewer, findRun } from "../../../../_server/viewer";

export const metadata: Metadata = { title: "Interview" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function InterviewPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { agent } = await searchParams;
  const query = typeof agent === "string" ? `?${new URLSearchParams({ agent }).toString()}` : "";
  await requireViewer(`/runs/${id}/interview${query}`);
  return <InterviewView run={await findRun(id)} />;
}
