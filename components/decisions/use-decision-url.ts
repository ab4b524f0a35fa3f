"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { readFilter, parseDecisionKey, writeFilter, type DecisionFilter } from "./filter";

/** Keeps the filter and the open decision in the page's URL, so that both can be shared. */
export function useDecisionUrl() {
  const params = useSearchParams();
  const text = params.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(text)), [text]);
  const key = params.get("decision");
  const open = useMemo(() => (parseDecisionKey(key) ? key : null), [key]);

  // Read at the time of the change: two changes in a row must not undo each other.
  const setFilter = useCallback(
    (change: DecisionFilter) => replaceQuery(writeFilter(currentQuery(), change)),
    [],
  );
  const setOpen = useCallback((next: string | null) => {
    const query = currentQuery();
    if (next === null) query.delete("decision");
    else query.set("decision", next);
    replaceQuery(query);
  }, []);
  return { filter, setFilter, open, setOpen };
}

/** Returns the key of the open decision from the URL; rendering may lag behind fast keys. */
export function openDecisionKey(): string | null {
  const key = currentQuery().get("decision");
  return parseDecisionKey(key) ? key : null;
}

const currentQuery = (): URLSearchParams => new URLSearchParams(window.location.search);

/** Changes the URL without reloading the page from the server. */
function replaceQuery(query: URLSearchParams): void {
  const text = query.toString();
  window.history.replaceState(null, "", text === "" ? window.location.pathname : `?${text}`);
}
