import type { Metadata } from "next";
import { ImportView } from "@/components/scenarios";
import { enter, viewer } from "../../../_server/enter";

export const metadata: Metadata = { title: "Use your own scenario file" };

export default async function ImportPage() {
  const { actor, services } = await enter("/scenarios/import");
  const [endpoints, known] = await Promise.all([services.listEndpoints(actor), viewer()]);
  return <ImportView endpoints={endpoints} person={known?.id ?? ""} />;
}
