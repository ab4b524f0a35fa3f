import type { Metadata } from "next";
import { GuideView } from "@/components/guide";
import { requireViewer } from "../../_server/viewer";

export const metadata: Metadata = { title: "Guide" };

type Props = { searchParams: Promise<{ search?: string | string[] }> };

const MAX_MATCHES = 50;

export default async function GuideStartPage({ searchParams }: Props) {
  const { actor, services } = await requireViewer("/guide");
  const { search } = await searchParams;
  const text = typeof search === "string" ? search.slice(0, 200).trim() : "";
  return (
    <GuideView
      page={await services.getGuideChapter(actor, "")}
      search={text}
      matches={text === "" ? null : await services.searchGuide(actor, { text, limit: MAX_MATCHES })}
    />
  );
}
