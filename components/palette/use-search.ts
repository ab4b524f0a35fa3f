"use client";

import { useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { useDebouncedText } from "@/components/ui/use-debounced-text";
import { searchResult } from "@/lib/contracts/search";

/**
 * Searches on the server once the text has not changed for a while. The answer belongs to the text
 * that is shown: one to an earlier text is never shown, however late it comes.
 */
export function useSearch(text: string, run: string | null) {
  const typed = text.trim();
  const settled = useDebouncedText(typed);
  const isSettled = settled === typed;
  const query = useQuery({
    queryKey: queryKeys.search(settled, run ?? ""),
    queryFn: ({ signal }) =>
      get(
        `/api/search?${new URLSearchParams({ text: settled, ...(run !== null && { run }) })}`,
        searchResult,
        signal,
      ),
    enabled: settled !== "" && isSettled,
  });
  return {
    result: isSettled && typed !== "" ? query.data : undefined,
    isSearching: typed !== "" && (!isSettled || query.isFetching),
    error: isSettled && typed !== "" ? query.error : null,
  };
}
