import type { Metadata } from "next";
import { DecisionBrowser } from "@/components/decisions";
import { requireViewer, findRun } from "../../../../_server/viewer";

export const metadata: Metadata = { title: "Decisions" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function DecisionsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  await requireViewer(`/runs/${id}/decisions${query.size > 0 ? `?${query.toString()}` : ""}`);
  return <DecisionBrowser run={await findRun(id)} />;
}
