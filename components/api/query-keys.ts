/** Keys of everything the server tells; those of a run share a head, so that all of it can be refreshed at once. */
export const queryKeys = {
  studies: ["studies"] as const,
  study: (id: string) => ["studies", id] as const,
  endpoints: ["endpoints"] as const,
  datasets: ["datasets"] as const,
  run: (id: string) => ["runs", id, "detail"] as const,
  measures: (id: string) => ["runs", id, "measures"] as const,
  decisions: (id: string) => ["runs", id, "decisions"] as const,
  decision: (id: string, place: string) => ["runs", id, "decision", place] as const,
};
