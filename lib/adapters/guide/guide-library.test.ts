import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { GUIDE_PLACES } from "@/components/shell";
import type { GuideBlock, GuideText } from "@/lib/contracts/guide";
import { guideLibrary } from "./guide-library";

const guide = guideLibrary(fileURLToPath(new URL("../../../docs", import.meta.url)));

/** The addresses of all links of some blocks. */
function hrefs(blocks: readonly GuideBlock[]): string[] {
  const ofTexts = (texts: readonly GuideText[]): string[] =>
    texts.flatMap((text) => [
      ...(text.type === "link" ? [text.href] : []),
      ...("children" in text ? ofTexts(text.children) : []),
    ]);
  return blocks.flatMap((block) => {
    switch (block.type) {
      case "heading":
      case "paragraph":
        return ofTexts(block.children);
      case "quote":
        return hrefs(block.blocks);
      case "list":
        return hrefs(block.items.flat());
      case "table":
        return [...block.head, ...block.rows.flat()].flatMap(ofTexts);
      default:
        return [];
    }
  });
}

const places = async (): Promise<Set<string>> =>
  new Set(
    (await guide.chapters()).flatMap(({ id, sections }) => {
      const path = id === "" ? "/guide" : `/guide/${id}`;
      return [path, ...sections.map((section) => `${path}#${section.id}`)];
    }),
  );

it("has every page of the guide, the start first", async () => {
  const ids = (await guide.chapters()).map(({ id }) => id);
  expect(ids[0]).toBe("");
  expect(ids).toEqual(expect.arrayContaining(["first-run", "runs", "studies", "operators"]));
  expect(ids).toEqual(expect.arrayContaining(["http-api", "command-line", "environment"]));
  expect(new Set(ids).size).toBe(ids.length);
});

it("links between chapters and to their sections lead somewhere", async () => {
  const known = await places();
  const linked = (await guide.chapters()).flatMap(({ blocks }) => hrefs(blocks));
  const within = linked.filter((href) => href.startsWith("/guide"));
  expect(within.length).toBeGreaterThan(50);
  expect(within.filter((href) => !known.has(href))).toEqual([]);
});

it("pages of the app lead to places that exist", async () => {
  const known = await places();
  expect(GUIDE_PLACES.filter((place) => !known.has(place))).toEqual([]);
});

it("offers the files that chapters link to, and no others", async () => {
  await guide.chapters();
  expect(JSON.parse((await guide.file("first-scenario.json")) ?? "")).toHaveProperty("name");
  for (const name of ["package.json", "../package.json", "README.md", "0001.md", ""])
    expect(await guide.file(name)).toBeNull();
});

it("shows nothing outside its folder, and is read again after a failure", async () => {
  const folder = await mkdtemp(join(tmpdir(), "guide-"));
  try {
    const own = guideLibrary(join(folder, "docs"));
    await expect(own.chapters()).rejects.toThrow();
    await mkdir(join(folder, "docs/guide"), { recursive: true });
    await writeFile(join(folder, "secret.md"), "# Secret");
    await writeFile(
      join(folder, "docs/guide/README.md"),
      "# Start\n\n[out](../../secret.md) [away](file:///etc/passwd) [in](a.md) [data](x.json)",
    );
    await writeFile(join(folder, "docs/guide/a.md"), "# A");
    expect((await own.chapters()).map(({ title }) => title)).toEqual(["Start", "A"]);
    const [start] = await own.chapters();
    expect(hrefs(start?.blocks ?? [])).toEqual(["/guide/a", "/api/guide/files/x.json"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("is part of the container image", async () => {
  const ignored = fileURLToPath(new URL("../../../.dockerignore", import.meta.url));
  const patterns = (await readFile(ignored, "utf8")).split("\n");
  expect(patterns).toContain("node_modules");
  expect(patterns.filter((line) => /docs|\.md|\.json/.test(line))).toEqual([]);
});
