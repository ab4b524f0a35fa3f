import type { Metadata } from "next";
import { DataView } from "@/components/data";
import { enter } from "../../_server/enter";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage() {
  const { actor, services } = await enter("/data");
  return <DataView initial={await services.listDatasets(actor)} />;
}
