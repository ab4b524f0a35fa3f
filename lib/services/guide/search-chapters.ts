import type { GuideChapter, GuideMatch, GuideSection } from "@/lib/contracts/guide";

/** Characters of an excerpt before its first match, and in all. */
const BEFORE = 60;
const EXCERPT = 180;

/**
 * Returns the sections that contain all words of a search, in title or text, the best first: those
 * with more words in their title, then in the order of the guide.
 */
export function searchChapters(chapters: readonly GuideChapter[], search: string): GuideMatch[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const found = chapters.flatMap((chapter) =>
    chapter.sections.flatMap((section) => {
      const title = `${chapter.title} ${section.title}`.toLowerCase();
      const text = section.text.toLowerCase();
      if (!words.every((word) => title.includes(word) || text.includes(word))) return [];
      const inTitle = words.filter((word) => section.title.toLowerCase().includes(word)).length;
      return [{ match: toMatch(chapter, section, words), inTitle }];
    }),
  );
  // Sorting is stable: equal ones keep the order of the guide.
  return found.sort((one, other) => other.inTitle - one.inTitle).map(({ match }) => match);
}

function toMatch(
  chapter: GuideChapter,
  { id, title, text }: GuideSection,
  words: readonly string[],
): GuideMatch {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...places, text.length) - BEFORE);
  // From the beginning where only the title matches.
  const from = places.length === 0 ? 0 : start === 0 ? 0 : text.indexOf(" ", start) + 1;
  const cut = text.slice(from, from + EXCERPT).trim();
  return {
    chapter: chapter.id,
    chapterTitle: chapter.title,
    section: id,
    title,
    excerpt: `${from > 0 ? "…" : ""}${cut}${from + EXCERPT < text.length ? "…" : ""}`,
  };
}
