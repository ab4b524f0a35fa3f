"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, queryKeys, request } from "@/components/api";
import { runApiPath } from "@/components/run-data";
import { forkedRun, forks, type ForkRun, type Forks } from "@/lib/contracts/forks";
import { isSettled } from "@/lib/domain/run";

const REFRESH_MS = 5_000;

/** Loads the origin of a run, its forks, and the rounds it can be forked from. */
export const useForks = (runId: string, initial?: Forks) =>
  useQuery({
    queryKey: queryKeys.forks(runId),
    queryFn: ({ signal }) => get(`${runApiPath(runId)}/fork`, forks, signal),
    refetchInterval: ({ state }) =>
      state.data?.forks.some(({ status }) => !isSettled(status)) === true ? REFRESH_MS : false,
    ...(initial && { initialData: initial }),
  });

export function useForkRun(runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ForkRun) =>
      request("POST", `${runApiPath(runId)}/fork`, forkedRun, { body: input }),
    onSuccess: ({ studyId }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.forks(runId) }),
        client.invalidateQueries({ queryKey: queryKeys.study(studyId) }),
      ]),
  });
}
