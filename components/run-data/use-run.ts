"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { get, queryKeys } from "@/components/api";
import { measureSeries, runDetail, type MeasureSeries, type RunDetail } from "@/lib/contracts/runs";
import { applyMeasures, applyRunSnapshot } from "./apply-run-event";

/** The path of a run in the API. */
export const runApiPath = (id: string): string => `/api/runs/${encodeURIComponent(id)}`;

/**
 * Loads a run. The frame of the run pages passes what the server rendered and keeps it up to date.
 */
export const useRun = (id: string, initial?: RunDetail) =>
  useQuery({
    queryKey: queryKeys.run(id),
    queryFn: async ({ client, queryKey, signal }) => {
      const received = await get(runApiPath(id), runDetail, signal);
      return applyRunSnapshot(client.getQueryData<RunDetail>(queryKey), received);
    },
    ...(initial && { initialData: initial }),
  });

export const useMeasures = (id: string, initial: MeasureSeries[]) =>
  useQuery({
    queryKey: queryKeys.measures(id),
    queryFn: async ({ client, queryKey, signal }) => {
      const received = await get(`${runApiPath(id)}/measures`, z.array(measureSeries), signal);
      return applyMeasures(client.getQueryData<MeasureSeries[]>(queryKey), received) ?? received;
    },
    initialData: initial,
  });
