"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { readNetworkPlace, writeNetworkPlace, type NetworkPlace } from "./place";

/** What is shown, kept in the page's address, so that it can be shared. */
export function useNetworkPlace() {
  const text = useSearchParams().toString();
  const place = useMemo(() => readNetworkPlace(new URLSearchParams(text)), [text]);
  // Read at the moment of the change: two changes in a row must not undo each other.
  const change = useCallback((to: Partial<NetworkPlace>) => {
    const query = writeNetworkPlace(new URLSearchParams(window.location.search), to).toString();
    window.history.replaceState(null, "", query === "" ? window.location.pathname : `?${query}`);
  }, []);
  return { place, change };
}
