import type { Metadata } from "next";
import { InterviewView } from "@/components/interviews";
import { enter, findRun } from "../../../../_server/enter";

export const metadata: Metadata = { title: "Interview" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function InterviewPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { agent } = await searchParams;
  await enter(
    `/runs/${id}/interview${typeof agent === "string" ? `?${new URLSearchParams({ agent }).toString()}` : ""}`,
  );
  return <InterviewView run={await findRun(id)} />;
}
