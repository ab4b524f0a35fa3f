import type { SearchResult } from "@/lib/contracts/search";

type Words = {
  readonly projectId: string;
  /** All of them have to occur, in any case; never empty. */
  readonly words: readonly string[];
  readonly limit: number;
};

/** Finds things of one project by words of their names. */
export interface SearchStore {
  studies(search: Words): Promise<SearchResult["studies"]>;
  runs(search: Words): Promise<SearchResult["runs"]>;
  scenarios(search: Words): Promise<SearchResult["scenarios"]>;
}
