import type { Metadata } from "next";
import { DatasetView } from "@/components/data";
import { requireViewer, orNotFound } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Table" };

export default async function DatasetPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const { actor, services } = await requireViewer(`/data/${id}`);
  return <DatasetView dataset={await orNotFound(() => services.getDataset(actor, id))} />;
}
