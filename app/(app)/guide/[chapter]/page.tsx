import type { Metadata } from "next";
import { GuideView } from "@/components/guide";
import { decodeParam, getViewer, orNotFound, requireViewer } from "../../../_server/viewer";

type Props = { params: Promise<{ chapter: string }> };

async function read({ params }: Props) {
  const chapter = decodeParam((await params).chapter);
  const { actor, services } = await requireViewer(`/guide/${chapter}`);
  return orNotFound(() => services.getGuideChapter(actor, chapter));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return (await getViewer()) ? { title: `${(await read(props)).chapter.title} · Guide` } : {};
}

export default async function GuideChapterPage(props: Props) {
  return <GuideView page={await read(props)} />;
}
