import type { Metadata } from "next";
import { cache } from "react";
import { StudyView } from "@/components/studies";
import { requireViewer, orNotFound, getViewer } from "../../../_server/viewer";

type Props = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { actor, services } = await requireViewer(`/studies/${id}`);
  const overview = await orNotFound(() => services.getStudyOverview(actor, id));
  const first = overview.study.runs[0];
  return { overview, design: first && (await services.getRun(actor, first.id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return (await getViewer()) ? { title: (await read((await params).id)).overview.study.name } : {};
}

export default async function StudyPage({ params }: Props) {
  return <StudyView {...await read((await params).id)} />;
}
