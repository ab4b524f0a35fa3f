import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

/** The anchor of a heading, as Markdown viewers generate it. */
const slugify = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/`/g, "")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchors = (page: string): Set<string> =>
  new Set(
    [...readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      slugify(heading),
    ),
  );

function brokenLinks(page: string): string[] {
  const links = [
    ...readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g),
  ];
  return links.flatMap(([link, path = "", anchor]) => {
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(target)) return [link];
    return anchor !== undefined && target.endsWith(".md") && !anchors(target).has(anchor)
      ? [link]
      : [];
  });
}

/**
 * Files of the program that a page names in full; those of worked examples deliberately do not
 * exist.
 */
function missingFiles(page: string): string[] {
  const text = readFileSync(page, "utf8");
  const examples =
    /lib\/engine\/(effects\/repeat-effect|networks\/star|memory\/origins|phases\/spotlight)(\.test)?\.ts/;
  return [
    ...text.matchAll(
      /`((?:app|components|lib|workers|cli|prisma|scripts|bench|e2e|docs)\/[\w./()[\]-]*\w\.(?:tsx?|mjs|md|json|prisma))`/g,
    ),
  ]
    .map(([, path = ""]) => path)
    .filter((path) => !examples.test(path) && !existsSync(path));
}

describe.each(PAGES)("%s", (page) => {
  it("has no broken links", () => expect(brokenLinks(page)).toEqual([]));
  it("names existing files only", () => expect(missingFiles(page)).toEqual([]));
});
