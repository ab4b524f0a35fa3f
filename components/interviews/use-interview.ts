"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { failureMessage, get, queryKeys, request } from "@/components/api";
import { runApiPath } from "@/components/run-data";
import {
  interview,
  interviewExchange,
  interviewList,
  type Interview,
} from "@/lib/contracts/interviews";
import { useChatDrafts } from "./chat-store";

/** Loads the agents that the reader has interviewed, latest first. */
export const useInterviews = (runId: string) =>
  useQuery({
    queryKey: queryKeys.interviews(runId),
    queryFn: ({ signal }) => get(`${runApiPath(runId)}/interviews`, interviewList, signal),
  });

/** Loads the reader's own interview with an agent. */
export const useInterview = (runId: string, agent: string) =>
  useQuery({
    queryKey: queryKeys.interview(runId, agent),
    queryFn: ({ signal }) =>
      get(
        `${runApiPath(runId)}/interviews?${new URLSearchParams({ agent }).toString()}`,
        interview,
        signal,
      ),
  });

/** Asks an agent. The answer is kept even if the reader leaves the page meanwhile. */
export function useAskAgent(runId: string): (agent: string, text: string) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (agent, text) => {
      const key = chatKey(runId, agent);
      const {
        startQuestion: ask,
        completeQuestion: answered,
        failQuestion: failed,
      } = useChatDrafts.getState();
      ask(key, text);
      try {
        const { question, answer } = await request(
          "POST",
          `${runApiPath(runId)}/interviews`,
          interviewExchange,
          { body: { agent, text } },
        );
        client.setQueryData<Interview>(
          queryKeys.interview(runId, agent),
          (known) => known && { ...known, messages: [...known.messages, question, answer] },
        );
        answered(key);
        void client.invalidateQueries({ queryKey: queryKeys.interviews(runId) });
      } catch (error) {
        failed(key, failureMessage(error));
      }
    },
    [client, runId],
  );
}

export const chatKey = (runId: string, agent: string): string => `${runId}/${agent}`;
