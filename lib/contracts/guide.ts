/** A piece of text of the guide. Links lead to another place of the guide, or to another site. */
export type GuideText =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "break" }
  | { readonly type: "strong" | "emphasis"; readonly children: readonly GuideText[] }
  | { readonly type: "link"; readonly href: string; readonly children: readonly GuideText[] };

/** A block of a chapter of the guide: plain data, so that showing it needs no HTML of others. */
export type GuideBlock =
  | {
      readonly type: "heading";
      readonly level: number;
      readonly id: string;
      readonly children: readonly GuideText[];
    }
  | { readonly type: "paragraph"; readonly children: readonly GuideText[] }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "quote"; readonly blocks: readonly GuideBlock[] }
  | { readonly type: "rule" }
  | {
      readonly type: "list";
      /** The first number of a numbered list; null for bullets. */
      readonly start: number | null;
      readonly items: readonly (readonly GuideBlock[])[];
    }
  | {
      readonly type: "table";
      readonly head: readonly (readonly GuideText[])[];
      readonly rows: readonly (readonly (readonly GuideText[])[])[];
    };

/** A part of a chapter under one heading, as search reads it. */
export type GuideSection = {
  /** The anchor of its heading. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
};

export type GuideChapter = {
  /** The last part of its address; "" for the start of the guide. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly GuideBlock[];
  readonly sections: readonly GuideSection[];
};

type GuideEntry = Pick<GuideChapter, "id" | "title">;

/** A chapter with all others, for the table of contents. */
export type GuidePage = {
  readonly chapter: Pick<GuideChapter, "id" | "title" | "blocks">;
  readonly contents: readonly GuideEntry[];
};

/** A section that matches a search. */
export type GuideMatch = {
  readonly chapter: string;
  readonly chapterTitle: string;
  readonly section: string;
  readonly title: string;
  /** Words around the first match. */
  readonly excerpt: string;
};

/** Returns the address of a place in the guide. */
export const guidePath = (chapter: string, section = ""): string =>
  `/guide${chapter === "" ? "" : `/${chapter}`}${section === "" ? "" : `#${section}`}`;
