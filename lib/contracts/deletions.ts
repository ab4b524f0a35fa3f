import { z } from "zod";

/** What a person can delete. */
export const deletionKind = z.enum(["project", "study", "run", "scenario", "dataset"]);
export type DeletionKind = z.infer<typeof deletionKind>;

/** For how long a deletion can be undone. */
export const UNDO_MINUTES = 10;

export const deletionQuery = z.strictObject({ kind: deletionKind, id: z.string().max(100) });

export const deletionInput = deletionQuery.extend({
  /** The name of what goes, as its preview gives it: asked for so that nothing goes by mistake. */
  name: z.string().max(1_000),
});
export type DeletionInput = z.infer<typeof deletionInput>;

/** What a deletion would remove. */
export const deletionPreview = z.object({
  kind: deletionKind,
  id: z.string(),
  name: z.string(),
  /** The study of a run. */
  within: z.string().nullable(),
  /** What goes with it: of a study its runs, of a project everything. */
  studies: z.number(),
  runs: z.number(),
  /** Those of `runs` that are queued or running: they are paused first. */
  activeRuns: z.number(),
  decisions: z.number(),
  /** Of a scenario or a table: studies that stay, with the part of it that they use. */
  retainedFor: z.number(),
});
export type DeletionPreview = z.infer<typeof deletionPreview>;

/** Something that was deleted and can still be restored, or is being removed. */
export const deletion = z.object({
  id: z.string(),
  kind: deletionKind,
  subjectId: z.string(),
  name: z.string(),
  within: z.string().nullable(),
  /** Name of the person; null for the command line and for retention. */
  deletedBy: z.string().nullable(),
  /** Why the project deleted it by itself; null for people and the command line. */
  reason: z.literal("retention").nullable(),
  deletedAt: z.iso.datetime(),
  purgeAt: z.iso.datetime(),
  /** Whether its removal has begun: it cannot be restored any more. */
  isPurging: z.boolean(),
});
export type Deletion = z.infer<typeof deletion>;

export const deletionList = z.object({
  deletions: z.array(deletion),
  /** Whether the reader may undo deletions. */
  mayChange: z.boolean(),
});
export type DeletionList = z.infer<typeof deletionList>;
