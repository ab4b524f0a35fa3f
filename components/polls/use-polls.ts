"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { get, queryKeys, request } from "@/components/api";
import { runApiPath } from "@/components/run-data";
import {
  pollAnswerPage,
  pollDetail,
  pollSummary,
  type PollDetail,
  type PollInput,
  type PollSummary,
} from "@/lib/contracts/polls";

const REFRESH_MS = 1_500;
const PAGE_SIZE = 100;

/** Loads the polls of a run, latest first, at intervals while one is running. */
export const usePolls = (runId: string, initial: PollSummary[]) =>
  useQuery({
    queryKey: queryKeys.polls(runId),
    queryFn: ({ signal }) => get(`${runApiPath(runId)}/polls`, z.array(pollSummary), signal),
    initialData: initial,
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === "running") === true ? REFRESH_MS : false,
  });

/** Loads a poll with its results. */
export const usePoll = (runId: string, pollId: string, initial: PollDetail) =>
  useQuery({
    queryKey: queryKeys.poll(runId, pollId),
    queryFn: ({ signal }) =>
      get(`${runApiPath(runId)}/polls/${encodeURIComponent(pollId)}`, pollDetail, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.status === "running" ? REFRESH_MS : false),
  });

/** Loads the answers to a poll page by page, again when `answered` has grown. */
export const usePollAnswers = (runId: string, pollId: string, answered: number) =>
  useInfiniteQuery({
    queryKey: [...queryKeys.pollAnswers(runId, pollId), answered],
    queryFn: ({ pageParam, signal }) =>
      get(
        `${runApiPath(runId)}/polls/${encodeURIComponent(pollId)}/answers` +
          `?after=${String(pageParam)}&limit=${String(PAGE_SIZE)}`,
        pollAnswerPage,
        signal,
      ),
    initialPageParam: -1,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (known) => known,
  });

export function useStartPoll(runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: PollInput) =>
      request("POST", `${runApiPath(runId)}/polls`, pollSummary, { body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.polls(runId) }),
  });
}

export function useResumePoll(runId: string, pollId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request(
        "POST",
        `${runApiPath(runId)}/polls/${encodeURIComponent(pollId)}/resume`,
        pollSummary,
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.poll(runId, pollId) }),
        client.invalidateQueries({ queryKey: queryKeys.polls(runId) }),
      ]),
  });
}
