"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import {
  parseNetworkViewState,
  serializeNetworkViewState,
  type NetworkViewState,
} from "./network-view-state";

/** Keeps what is shown in the address of the page, so that it can be shared. */
export function useNetworkViewState() {
  const text = useSearchParams().toString();
  const state = useMemo(() => parseNetworkViewState(new URLSearchParams(text)), [text]);
  // Read the address at the time of the change: two changes in a row must not undo each other.
  const change = useCallback((to: Partial<NetworkViewState>) => {
    const query = serializeNetworkViewState(
      new URLSearchParams(window.location.search),
      to,
    ).toString();
    window.history.replaceState(null, "", query === "" ? window.location.pathname : `?${query}`);
  }, []);
  return { state, change };
}
