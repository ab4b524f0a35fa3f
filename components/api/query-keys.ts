/** React Query keys; those of a run share a prefix, so that all of it can be refreshed at once. */
export const queryKeys = {
  /** Of all that follows about studies. */
  studies: ["studies"] as const,
  studyList: (archived: string) => ["studies", "list", archived] as const,
  studyTags: ["studies", "tags"] as const,
  study: (id: string) => ["studies", id] as const,
  endpoints: ["endpoints"] as const,
  members: ["members"] as const,
  datasets: ["datasets"] as const,
  run: (id: string) => ["runs", id, "detail"] as const,
  measures: (id: string) => ["runs", id, "measures"] as const,
  decisions: (id: string) => ["runs", id, "decisions"] as const,
  decision: (id: string, key: string) => ["runs", id, "decision", key] as const,
  answerForm: (id: string, key: string) => ["runs", id, "answer form", key] as const,
  population: (id: string) => ["runs", id, "population"] as const,
  agents: (id: string, type: string, search: string) =>
    ["runs", id, "agents", type, search] as const,
  network: (id: string, query: string) => ["runs", id, "network", query] as const,
  forks: (id: string) => ["runs", id, "forks"] as const,
  interventions: (id: string) => ["runs", id, "interventions"] as const,
  interviews: (id: string) => ["runs", id, "interviews"] as const,
  interview: (id: string, agent: string) => ["runs", id, "interview", agent] as const,
  polls: (id: string) => ["runs", id, "polls"] as const,
  poll: (id: string, poll: string) => ["runs", id, "poll", poll] as const,
  pollAnswers: (id: string, poll: string) => ["runs", id, "poll", poll, "answers"] as const,
  faults: (id: string) => ["runs", id, "faults"] as const,
};
