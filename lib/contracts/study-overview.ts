import { z } from "zod";
import { studyBudget } from "./budget";
import { estimateAndActual } from "./estimates";
import { studySummary } from "./runs";

/** What the page of a study shows, all of one moment. */
export const studyOverview = z.object({
  /**
   * Number of steps and decisions of all runs. It only grows while a study exists: of two answers,
   * the one with the larger number is the later one.
   */
  version: z.int(),
  study: studySummary,
  budget: studyBudget,
  /** Estimate of the study's own runs, and what they used. */
  use: estimateAndActual,
});
export type StudyOverview = z.infer<typeof studyOverview>;
