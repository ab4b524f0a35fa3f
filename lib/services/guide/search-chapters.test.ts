import { expect, it } from "vitest";
import type { GuideChapter } from "@/lib/contracts/guide";
import { searchChapters } from "./search-chapters";

const chapter = (
  id: string,
  ...sections: (readonly [title: string, text: string])[]
): GuideChapter => ({
  id,
  title: `The ${id}`,
  blocks: [],
  sections: sections.map(([title, text]) => ({ id: title.toLowerCase(), title, text })),
});
const CHAPTERS = [
  chapter("runs", ["Starting", "A run starts with a seed."], ["Seed", "Draws follow from it."]),
  chapter("live", ["Fork", `${"long words ".repeat(30)}a fork keeps its seed ${"x ".repeat(200)}`]),
];
const found = (search: string) =>
  searchChapters(CHAPTERS, search).map(({ chapter: id, title }) => `${id}: ${title}`);

it("finds sections with all words, those with them in the title first", () => {
  expect(found("SEED")).toEqual(["runs: Seed", "runs: Starting", "live: Fork"]);
  expect(found("seed fork")).toEqual(["live: Fork"]);
  expect(found("live fork")).toEqual(["live: Fork"]);
  expect(found("nothing")).toEqual([]);
  expect(found("  ")).toEqual([]);
  expect(found(".*(")).toEqual([]);
});

it("shows the words around the first match", () => {
  const [match] = searchChapters(CHAPTERS, "keeps");
  expect(match?.excerpt).toMatch(/^….*a fork keeps its seed.*…$/);
  expect(match?.excerpt.length).toBeLessThan(190);
  expect(searchChapters(CHAPTERS, "starts")[0]?.excerpt).toBe("A run starts with a seed.");
});
