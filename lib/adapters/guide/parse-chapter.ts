import { lexer, type Token, type Tokens } from "marked";
import type { GuideBlock, GuideChapter, GuideSection, GuideText } from "@/lib/contracts/guide";

/** Returns where a link of a chapter leads in the app; null for what the app does not show. */
type ResolveLink = (href: string) => string | null;

/**
 * Reads a chapter in Markdown. What is HTML in it, comments above all, is left out: nothing of a
 * file can become part of a page but text, and links that `resolve` knows.
 */
export function parseChapter(id: string, markdown: string, resolve: ResolveLink): GuideChapter {
  const reader = new ChapterReader(resolve);
  const blocks = reader.blocks(lexer(markdown));
  const title = blocks.find((block) => block.type === "heading");
  return {
    id,
    title: title?.type === "heading" ? plainText(title.children) : id,
    blocks,
    sections: toSections(blocks),
  };
}

class ChapterReader {
  /** How often each anchor was used: equal headings get a number, as on GitHub. */
  private readonly anchors = new Map<string, number>();

  constructor(private readonly resolve: ResolveLink) {}

  blocks(tokens: readonly Token[]): GuideBlock[] {
    return tokens.flatMap((token) => this.block(token as Tokens.Generic));
  }

  private block(token: Tokens.Generic): GuideBlock[] {
    switch (token.type) {
      case "heading": {
        const { depth, tokens } = token as Tokens.Heading;
        const children = this.texts(tokens);
        return [{ type: "heading", level: depth, id: this.anchor(plainText(children)), children }];
      }
      case "paragraph":
      case "text":
        return [{ type: "paragraph", children: this.texts(token.tokens ?? [token as Token]) }];
      case "code":
        return [{ type: "code", text: (token as Tokens.Code).text }];
      case "blockquote":
        return [{ type: "quote", blocks: this.blocks(token.tokens ?? []) }];
      case "hr":
        return [{ type: "rule" }];
      case "list": {
        const { ordered, start, items } = token as Tokens.List;
        return [
          {
            type: "list",
            start: ordered ? Number(start) || 1 : null,
            items: items.map((item) => this.blocks(item.tokens)),
          },
        ];
      }
      case "table": {
        const { header, rows } = token as Tokens.Table;
        const cells = (row: readonly Tokens.TableCell[]) =>
          row.map(({ tokens }) => this.texts(tokens));
        return [{ type: "table", head: cells(header), rows: rows.map(cells) }];
      }
      default:
        return [];
    }
  }

  private texts(tokens: readonly Token[]): GuideText[] {
    return tokens.flatMap((token) => this.text(token as Tokens.Generic));
  }

  private text(token: Tokens.Generic): GuideText[] {
    switch (token.type) {
      case "text":
        return token.tokens ? this.texts(token.tokens) : [{ type: "text", text: unescape(token) }];
      case "escape":
        return [{ type: "text", text: unescape(token) }];
      case "codespan":
        return [{ type: "code", text: unescape(token) }];
      case "strong":
        return [{ type: "strong", children: this.texts(token.tokens ?? []) }];
      case "em":
        return [{ type: "emphasis", children: this.texts(token.tokens ?? []) }];
      case "br":
        return [{ type: "break" }];
      // The one tag that the tables of the guide use.
      case "html":
        return /^<br\s*\/?>$/i.test(token.raw.trim()) ? [{ type: "break" }] : [];
      case "link": {
        const { href, tokens } = token as Tokens.Link;
        const known = this.resolve(href);
        const children = this.texts(tokens);
        return known === null ? children : [{ type: "link", href: known, children }];
      }
      default:
        return [];
    }
  }

  private anchor(title: string): string {
    const base = slugOf(title);
    const used = this.anchors.get(base) ?? 0;
    this.anchors.set(base, used + 1);
    return used === 0 ? base : `${base}-${used}`;
  }
}

/** The lexer escapes some texts for HTML, which React would escape once more. */
const unescape = (token: Tokens.Generic): string =>
  String(token.text)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** The anchor that GitHub gives a heading. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

/** The texts without their marks. */
const plainText = (texts: readonly GuideText[]): string =>
  texts
    .map((text) =>
      "children" in text ? plainText(text.children) : text.type === "break" ? " " : text.text,
    )
    .join("");

const blockText = (block: GuideBlock): string => {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return plainText(block.children);
    case "code":
      return block.text;
    case "quote":
      return block.blocks.map(blockText).join(" ");
    case "list":
      return block.items.flat().map(blockText).join(" ");
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(plainText).join(" · ")).join(" ");
    case "rule":
      return "";
  }
};

/** Divides a chapter at its headings. */
function toSections(blocks: readonly GuideBlock[]): GuideSection[] {
  const sections: { id: string; title: string; texts: string[] }[] = [];
  for (const block of blocks)
    if (block.type === "heading")
      sections.push({ id: block.id, title: plainText(block.children), texts: [] });
    else sections.at(-1)?.texts.push(blockText(block));
  return sections.map(({ texts, ...section }) => ({
    ...section,
    text: texts.join(" ").replace(/\s+/g, " ").trim(),
  }));
}
