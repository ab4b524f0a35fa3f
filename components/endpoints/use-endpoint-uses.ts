"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { get } from "@/components/api";
import { endpointUse } from "@/lib/contracts/endpoints";

const uses = z.array(endpointUse);

export const fetchEndpointUses = (id: string, signal?: AbortSignal) =>
  get(`/api/endpoints/${id}/uses`, uses, signal);

/** The runs under way that call an endpoint, looked up anew each time somebody asks. */
export const useEndpointUses = (id: string | null) =>
  useQuery({
    queryKey: ["endpoints", id, "uses"] as const,
    queryFn: ({ signal }) => fetchEndpointUses(id ?? "", signal),
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
  });
