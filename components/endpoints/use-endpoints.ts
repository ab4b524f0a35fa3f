"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { get, queryKeys } from "@/components/api";
import { endpoint, type Endpoint } from "@/lib/contracts/endpoints";

export const useEndpoints = (initial: Endpoint[]) =>
  useQuery({
    queryKey: queryKeys.endpoints,
    queryFn: ({ signal }) => get("/api/endpoints", z.array(endpoint), signal),
    initialData: initial,
  });
