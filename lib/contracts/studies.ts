import { z } from "zod";
import { isStorable, NOT_STORABLE } from "./storable";

const MAX_TAGS = 20;
const MAX_TAG_LENGTH = 40;
const MAX_DESCRIPTION_LENGTH = 5_000;

/** One word or phrase; commas separate tags where people type several. */
const tag = z
  .string()
  .trim()
  .min(1, "Enter a tag")
  .max(MAX_TAG_LENGTH, `Use at most ${MAX_TAG_LENGTH} characters for a tag`)
  .refine((text) => !text.includes(","), "Leave commas out of tags")
  .refine(isStorable, NOT_STORABLE);

/**
 * What people write about a study, all of it: a save replaces what was there, and returns what it
 * saved with the next revision.
 */
export const studyEdit = z.strictObject({
  /** The number of edits that were seen: of two people who edit at once, the second is told. */
  revision: z.int().min(0),
  name: z.string().trim().min(1, "Enter a name").max(200).refine(isStorable, NOT_STORABLE),
  /** Plain text, shown with its line breaks. */
  description: z
    .string()
    .trim()
    .max(MAX_DESCRIPTION_LENGTH, "Use at most 5,000 characters")
    .refine(isStorable, NOT_STORABLE),
  tags: z
    .array(tag)
    .max(MAX_TAGS, `Use at most ${MAX_TAGS} tags`)
    .refine(
      (tags) => new Set(tags.map((text) => text.toLowerCase())).size === tags.length,
      "Use each tag once",
    ),
});
export type StudyEdit = z.output<typeof studyEdit>;

/** Which studies a list has: those that are not archived, archived ones only, or all. */
export const studyQuery = z.object({
  archived: z.enum(["no", "only", "all"]).default("no"),
});
export type StudyQuery = z.output<typeof studyQuery>;
