import type { Metadata } from "next";
import { EndpointList } from "@/components/endpoints";
import { requireReader, getViewer } from "../../_server/viewer";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage() {
  const { actor, services } = await requireReader("/models");
  const [endpoints, known] = await Promise.all([services.listEndpoints(actor), getViewer()]);
  return <EndpointList endpoints={endpoints} administrator={known?.administrator === true} />;
}
