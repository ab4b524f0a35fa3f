import { useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { projectRetention } from "@/lib/contracts/retention";

/** Loads what the project deletes by itself, and what it deletes next. */
export const useRetention = () =>
  useQuery({
    queryKey: queryKeys.projectRetention,
    queryFn: ({ signal }) => get("/api/projects/retention", projectRetention, signal),
  });
