import type { GuideChapter } from "@/lib/contracts/guide";

/** The guide that comes with the program. */
export interface GuideLibrary {
  /** All chapters, in their order. */
  chapters(): Promise<readonly GuideChapter[]>;
  /** Returns a file that a chapter offers for download; null for any other name. */
  file(name: string): Promise<string | null>;
}
