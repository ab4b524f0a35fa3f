import type { Metadata } from "next";
import { cache } from "react";
import { OwnScenarioView } from "@/components/own-scenarios";
import { versionQuery } from "@/lib/contracts/scenarios";
import { getViewer, orNotFound, requireViewer } from "../../../../_server/viewer";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
};

const read = cache(async (id: string, version: unknown) => {
  const { actor, services } = await requireViewer(`/scenarios/own/${id}`);
  const query = versionQuery.safeParse({ version });
  return orNotFound(() => services.getScenario(actor, id, query.data ?? {}));
});

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  if (!(await getViewer())) return {};
  const { parsed } = await read((await params).id, (await searchParams).version);
  return { title: parsed.title };
}

export default async function OwnScenarioPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { actor, services } = await requireViewer(`/scenarios/own/${id}`);
  const detail = await read(id, (await searchParams).version);
  const [endpoints, viewer] = await Promise.all([services.listEndpoints(actor), getViewer()]);
  return <OwnScenarioView detail={detail} endpoints={endpoints} person={viewer?.id ?? ""} />;
}
