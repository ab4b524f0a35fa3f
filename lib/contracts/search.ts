import { z } from "zod";
import { runStatus } from "@/lib/domain/run";

/** What the command palette asks for while someone types. */
export const searchQuery = z.object({
  text: z.string().trim().min(1).max(200),
  /** The run in view, whose agents are searched too. */
  run: z.string().max(100).optional(),
});
export type SearchQuery = z.output<typeof searchQuery>;

/** The best matches of each kind; what the person may not see is not among them. */
export const searchResult = z.object({
  studies: z.array(z.object({ id: z.string(), name: z.string(), isArchived: z.boolean() })),
  runs: z.array(
    z.object({
      id: z.string(),
      studyName: z.string(),
      /** The name of its arm; null in a study with one. */
      arm: z.string().nullable(),
      replicate: z.int(),
      forkRound: z.int().nullable(),
      status: runStatus,
    }),
  ),
  scenarios: z.array(z.object({ id: z.string(), title: z.string(), name: z.string() })),
  /** Agents of the run in view. */
  agents: z.array(
    z.object({
      id: z.string(),
      /** Its attribute `name`, if it has one. */
      name: z.string().nullable(),
    }),
  ),
  guide: z.array(
    z.object({
      chapter: z.string(),
      chapterTitle: z.string(),
      section: z.string(),
      title: z.string(),
    }),
  ),
});
export type SearchResult = z.infer<typeof searchResult>;
