import type { Metadata } from "next";
import { EndpointList } from "@/components/endpoints";
import { enter, viewer } from "../../_server/enter";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage() {
  const { actor, services } = await enter("/models");
  const [endpoints, known] = await Promise.all([services.listEndpoints(actor), viewer()]);
  return <EndpointList endpoints={endpoints} administrator={known?.administrator === true} />;
}
