"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { get, queryKeys } from "@/components/api";
import { measureSeries, runDetail, type MeasureSeries, type RunDetail } from "@/lib/contracts/runs";

/** Where the API has a run. */
export const runApiPath = (id: string): string => `/api/runs/${encodeURIComponent(id)}`;

/** A run with everything its page shows. The frame of the run's pages hands in what the server knew and keeps it fresh. */
export const useRun = (id: string, initial?: RunDetail) =>
  useQuery({
    queryKey: queryKeys.run(id),
    queryFn: ({ signal }) => get(runApiPath(id), runDetail, signal),
    ...(initial && { initialData: initial }),
  });

export const useMeasures = (id: string, initial: MeasureSeries[]) =>
  useQuery({
    queryKey: queryKeys.measures(id),
    queryFn: ({ signal }) => get(`${runApiPath(id)}/measures`, z.array(measureSeries), signal),
    initialData: initial,
  });
