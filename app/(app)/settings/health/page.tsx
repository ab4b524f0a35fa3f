import type { Metadata } from "next";
import { HealthView } from "@/components/health";
import { orNotFound, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Health" };

export default async function HealthPage() {
  const { actor, services } = await requireViewer("/settings/health");
  const report = await orNotFound(() => services.getHealth(actor));
  return <HealthView report={report} />;
}
