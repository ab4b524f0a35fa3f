import type { Metadata } from "next";
import { NetworkView } from "@/components/network";
import { requireViewer, findRun } from "../../../../_server/viewer";

export const metadata: Metadata = { title: "Network" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NetworkPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  await requireViewer(`/runs/${id}/network${query.size > 0 ? `?${query.toString()}` : ""}`);
  return <NetworkView run={await findRun(id)} />;
}
