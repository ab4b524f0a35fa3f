import type { Metadata } from "next";
import { DataView } from "@/components/data";
import { orNotFound, requireReader } from "../../_server/viewer";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage() {
  const { actor, services } = await requireReader("/data");
  return <DataView initial={await orNotFound(() => services.listDatasets(actor))} />;
}
