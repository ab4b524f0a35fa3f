import { z } from "zod";

/** After how many days something is deleted; null: never. */
const days = z.int().min(1, "At least 1 day").max(36_500, "At most 36,500 days").nullable();

/** What a project deletes by itself. */
export const retentionSettings = z.strictObject({
  /** Studies, this long after they were archived. */
  archivedStudyDays: days,
  /** Prompts and raw answers, this long after their run finished. */
  promptDays: days,
});
export type RetentionSettings = z.infer<typeof retentionSettings>;

export const changeRetention = retentionSettings.extend({
  /** Whether the person agreed to what it deletes at once. */
  confirmed: z.boolean().default(false),
});
export type ChangeRetention = z.output<typeof changeRetention>;

const daysText = z
  .union([z.literal(""), z.coerce.number().pipe(z.int().min(1).max(36_500))])
  .transform((value) => (value === "" ? null : value));

/** Settings in a query; empty: never. */
export const retentionQuery = z.object({ archivedStudyDays: daysText, promptDays: daysText });

/** What is due. */
export const retentionDue = z.object({
  /** Archived studies that would be deleted. */
  studies: z.int(),
  /** Runs whose prompts and raw answers would be deleted. */
  runs: z.int(),
});
export type RetentionDue = z.infer<typeof retentionDue>;

/** What becomes due first: a number of things within a day from then on. */
const upcoming = z.object({ at: z.iso.datetime(), count: z.int() }).nullable();

export const projectRetention = retentionSettings.extend({
  next: z.object({ studies: upcoming, runs: upcoming }),
  /** Whether the reader may change it. */
  mayChange: z.boolean(),
});
export type ProjectRetention = z.infer<typeof projectRetention>;
