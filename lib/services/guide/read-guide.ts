import { notFound } from "@/lib/contracts/errors";
import type { GuideMatch, GuidePage } from "@/lib/contracts/guide";
import type { Actor } from "@/lib/domain/access";
import type { GuideLibrary } from "./ports";
import { searchChapters } from "./search-chapters";

export type GuidePorts = { readonly guide: GuideLibrary };

/**
 * Returns a chapter of the guide. It has nothing of any project: everybody with an account may read
 * it.
 * @throws AppError notFound
 */
export async function getGuideChapter(
  { guide }: GuidePorts,
  _actor: Actor,
  id: string,
): Promise<GuidePage> {
  const chapters = await guide.chapters();
  const chapter = chapters.find((known) => known.id === id);
  if (!chapter) throw notFound("chapter");
  return {
    chapter: { id: chapter.id, title: chapter.title, blocks: chapter.blocks },
    contents: chapters.map(({ id: known, title }) => ({ id: known, title })),
  };
}

/** Returns the sections of the guide with all words of a search, the best matches first. */
export const searchGuide = async (
  { guide }: GuidePorts,
  _actor: Actor,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<GuideMatch[]> => searchChapters(await guide.chapters(), text).slice(0, limit);

/**
 * Returns a file that a chapter offers for download.
 * @throws AppError notFound
 */
export async function getGuideFile(
  { guide }: GuidePorts,
  _actor: Actor,
  name: string,
): Promise<string> {
  const text = await guide.file(name);
  if (text === null) throw notFound("file");
  return text;
}
