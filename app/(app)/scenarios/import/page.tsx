import type { Metadata } from "next";
import { ImportView } from "@/components/scenarios";
import { mayRun, requireReader, getViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Import a scenario file" };

export default async function ImportPage() {
  const { actor, services } = await requireReader("/scenarios/import");
  const [endpoints, known] = await Promise.all([services.listEndpoints(actor), getViewer()]);
  return <ImportView endpoints={endpoints} person={known?.id ?? ""} mayRun={mayRun(known)} />;
}
