"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { get, queryKeys, request } from "@/components/api";
import { runApiPath } from "@/components/run-data";
import {
  liveIntervention,
  type InterventionInput,
  type LiveIntervention,
} from "@/lib/contracts/interventions";

const REFRESH_MS = 1_500;

/** Loads the interventions of a run, at intervals while one is pending. */
export const useInterventions = (runId: string, initial?: LiveIntervention[]) =>
  useQuery({
    queryKey: queryKeys.interventions(runId),
    queryFn: ({ signal }) =>
      get(`${runApiPath(runId)}/interventions`, z.array(liveIntervention), signal),
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === "pending") === true ? REFRESH_MS : false,
    ...(initial && { initialData: initial }),
  });

export function useIntervene(runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: InterventionInput) =>
      request("POST", `${runApiPath(runId)}/interventions`, liveIntervention, { body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.interventions(runId) }),
  });
}
