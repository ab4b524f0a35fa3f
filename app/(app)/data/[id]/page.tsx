import type { Metadata } from "next";
import { DatasetView } from "@/components/data";
import { decodeParam, requireViewer, orNotFound } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Table" };

export default async function DatasetPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeParam((await params).id);
  const { actor, services } = await requireViewer(`/data/${id}`);
  return <DatasetView dataset={await orNotFound(() => services.getDataset(actor, id))} />;
}
