"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { get } from "@/components/api";
import { endpointUse } from "@/lib/contracts/endpoints";

const uses = z.array(endpointUse);

export const fetchEndpointUses = (id: string, signal?: AbortSignal) =>
  get(`/api/endpoints/${id}/uses`, uses, signal);

/** Loads the active runs that call an endpoint, never from the cache. */
export const useEndpointUses = (id: string | null) =>
  useQuery({
    queryKey: ["endpoints", id, "uses"] as const,
    queryFn: ({ signal }) => fetchEndpointUses(id ?? "", signal),
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
  });
