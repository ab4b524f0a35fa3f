/**
 * Conditions that leave out what was deleted, and what belongs to it. Queries name runs `r` and
 * studies `s`. Whatever lists or finds runs, studies, scenarios, tables or projects for people,
 * programs or estimates uses them; only budgets count what is hidden, because it was spent.
 */
export const VISIBLE_STUDY =
  "s.deleted_at IS NULL AND EXISTS (SELECT FROM project WHERE id = s.project_id " +
  "AND deleted_at IS NULL)";

export const VISIBLE_RUN = `r.deleted_at IS NULL AND ${VISIBLE_STUDY}`;

/** The same for Prisma: what belongs to a project that was not deleted. */
export const VISIBLE_IN_PROJECT = { deletedAt: null, project: { deletedAt: null } } as const;
