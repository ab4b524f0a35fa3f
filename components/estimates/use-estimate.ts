"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { request } from "@/components/api";
import { studyEstimate } from "@/lib/contracts/estimates";
import type { StartStudy } from "@/lib/contracts/runs";

const DEBOUNCE_MS = 600;

/**
 * Estimates the study of a form once it has not changed for a while. Keeps the last figures until
 * others arrive.
 */
export function useEstimate(study: StartStudy | null) {
  // Name and budget do not influence the estimate.
  const wanted =
    study === null ? null : JSON.stringify({ ...study, name: undefined, budget: undefined });
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { data, isPlaceholderData, isFetching, isError } = useQuery({
    queryKey: ["estimate", settled],
    queryFn: ({ signal }) =>
      request("POST", "/api/estimates", studyEstimate, {
        body: JSON.parse(settled ?? "null") as unknown,
        signal,
      }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  return {
    estimate: data,
    isOutdated: isPlaceholderData || wanted !== settled || isError,
    isWorking: wanted !== null && (isFetching || wanted !== settled),
    isError,
  };
}
