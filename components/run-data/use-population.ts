"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { agentList, population } from "@/lib/contracts/population";
import { runApiPath } from "./use-run";

const FRESH_MS = 15_000;

/** Loads the agent types and questionnaires of a run, which never change. */
export const usePopulation = (runId: string, enabled = true) =>
  useQuery({
    queryKey: queryKeys.population(runId),
    queryFn: ({ signal }) => get(`${runApiPath(runId)}/cast`, population, signal),
    staleTime: Infinity,
    enabled,
  });

export interface AgentSearch {
  runId: string;
  /** Nothing is loaded without one. */
  type: string | undefined;
  search: string;
  limit: number;
}

/** Loads the agents of a type that match a search, in their current state. */
export function useAgents({ runId, type, search, limit }: AgentSearch) {
  return useQuery({
    queryKey: [...queryKeys.agents(runId, type ?? "", search), limit],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        type: type ?? "",
        limit: String(limit),
        ...(search !== "" && { search }),
      });
      return get(`${runApiPath(runId)}/agents?${query.toString()}`, agentList, signal);
    },
    staleTime: FRESH_MS,
    enabled: type !== undefined,
    placeholderData: keepPreviousData,
  });
}
