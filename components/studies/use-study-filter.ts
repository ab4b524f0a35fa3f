"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { readStudyFilter, writeStudyFilter, type StudyFilter } from "./study-filter";

/** Keeps the filter and order of the list in the page's URL, so that they can be shared. */
export function useStudyFilter() {
  const text = useSearchParams().toString();
  const filter = useMemo(() => readStudyFilter(new URLSearchParams(text)), [text]);
  const setFilter = useCallback((change: Partial<StudyFilter>) => {
    // Read at the time of the change: two changes in a row must not undo each other.
    const query = writeStudyFilter(new URLSearchParams(window.location.search), change).toString();
    window.history.replaceState(null, "", query === "" ? window.location.pathname : `?${query}`);
  }, []);
  return { filter, setFilter };
}
