import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DesignView } from "@/components/own-scenarios";
import { designQuery } from "@/lib/contracts/scenarios";
import { getViewer, orNotFound, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "New study" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewStudyPage({ searchParams }: Props) {
  const query = designQuery.safeParse(await searchParams);
  if (!query.success) notFound();
  const { run, study = "", version } = query.data;
  const origin = run === undefined ? { study } : { run };
  const path = `/studies/new?${new URLSearchParams(origin).toString()}`;
  const { actor, services } = await requireViewer(path);
  const [design, endpoints, viewer] = await Promise.all([
    orNotFound(() => services.getDesign(actor, origin, { version })),
    services.listEndpoints(actor),
    getViewer(),
  ]);
  return <DesignView design={design} endpoints={endpoints} person={viewer?.id ?? ""} />;
}
