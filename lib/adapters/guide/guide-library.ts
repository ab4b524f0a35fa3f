import { readFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { lexer, walkTokens } from "marked";
import { guidePath, type GuideChapter } from "@/lib/contracts/guide";
import type { GuideLibrary } from "@/lib/services/guide/ports";
import { parseChapter } from "./parse-chapter";

/** The chapter that lists the others, in their order. */
const START = "guide/README.md";

type Guide = {
  readonly chapters: readonly GuideChapter[];
  /** Files other than chapters that chapters link to, by name. */
  readonly files: ReadonlyMap<string, string>;
};

/**
 * The guide in the Markdown files of a folder, read once. Its chapters are the files that its start
 * links to, wherever they are in that folder.
 */
export function guideLibrary(folder: string): GuideLibrary {
  let read: Promise<Guide> | undefined;
  const guide = (): Promise<Guide> => {
    read ??= readGuide(folder).catch((error: unknown) => {
      // Tried again at the next request.
      read = undefined;
      throw error;
    });
    return read;
  };
  return {
    chapters: async () => (await guide()).chapters,
    file: async (name) => {
      const path = (await guide()).files.get(name);
      return path === undefined ? null : readChapter(folder, path);
    },
  };
}

/** Unknown to the bundler of the app, which would follow every file that the path might name. */
const readChapter = (folder: string, path: string): Promise<string> =>
  readFile(/*turbopackIgnore: true*/ join(/*turbopackIgnore: true*/ folder, path), "utf8");

async function readGuide(folder: string): Promise<Guide> {
  const start = await readChapter(folder, START);
  const paths = [START];
  for (const path of linkedPaths(START, start))
    if (path.endsWith(".md") && !paths.includes(path)) paths.push(path);
  const ids = new Map(paths.map((path) => [path, idOf(path)]));
  const files = new Map<string, string>();
  const chapters = await Promise.all(
    paths.map(async (path) => {
      const markdown = path === START ? start : await readChapter(folder, path);
      return parseChapter(idOf(path), markdown, (href) => {
        if (/^https?:\/\//.test(href)) return href;
        if (/^[a-z]+:/i.test(href)) return null;
        const [relative = "", section = ""] = href.split("#");
        const target = relative === "" ? path : posix.join(posix.dirname(path), relative);
        const id = ids.get(target);
        if (id !== undefined) return guidePath(id, section);
        if (!target.startsWith("guide/") || target.endsWith(".md")) return null;
        files.set(basename(target), target);
        return `/api/guide/files/${basename(target)}`;
      });
    }),
  );
  return { chapters, files };
}

const idOf = (path: string): string => (path === START ? "" : basename(path, ".md"));

/** The files that a chapter links to, in their order. */
function linkedPaths(path: string, markdown: string): string[] {
  const found: string[] = [];
  void walkTokens(lexer(markdown), (token) => {
    if (token.type !== "link") return;
    const href = String(token.href);
    if (/^[a-z]+:/.test(href)) return;
    const [relative = ""] = href.split("#");
    const target = posix.join(posix.dirname(path), relative);
    // Nothing outside the folder is part of the guide.
    if (relative !== "" && !target.startsWith("..")) found.push(target);
  });
  return found;
}
