import type pg from "pg";
import { auditAction } from "@/lib/domain/audit";
import type { AuditEntry, AuditFacts } from "@/lib/domain/audit/audit-entry";
import type { AuditFilter, AuditStore, StoredAuditEntry } from "@/lib/services/audit/ports";
import type { Database } from "./database";
import type { Prisma } from "./generated/client";
import { storableJson } from "@/lib/domain/text/storable-text";
import { leastIdAt, timeOfId, timeOrderedId } from "./time-ordered-id";

/**
 * Maximum size in characters of JSON; larger facts are omitted: the log records that something
 * changed, and is no copy of it.
 */
const MAX_FACTS = 4_000;

/** With the actor's current name: entries outlive accounts. */
const INSERT = `INSERT INTO audit_entry (id, project_id, actor_id, actor_name, address, action,
    subject_id, before, after)
  SELECT $1::uuid, $2::uuid, $3::text, (SELECT name FROM "user" WHERE id = $3), $4::text, $5::text,
    $6::text, $7::json, $8::json`;

function toFacts(facts: AuditFacts | null): string | null {
  if (facts === null) return null;
  const text = storableJson(JSON.stringify(facts));
  return text.length <= MAX_FACTS ? text : null;
}

const toValues = (entry: AuditEntry, subjectId: string): (string | null)[] => [
  timeOrderedId(),
  entry.projectId,
  entry.actorId,
  entry.address,
  entry.action,
  subjectId,
  toFacts(entry.before),
  toFacts(entry.after),
];

/** Writes the entry of a change within its transaction on this client. */
export async function writeAudit(
  client: pg.ClientBase,
  entry: AuditEntry,
  subjectId: string,
): Promise<void> {
  await client.query(INSERT, toValues(entry, subjectId));
}

/** Writes the entry of a change within its Prisma transaction. */
export async function writeAuditWithPrisma(
  transaction: Prisma.TransactionClient,
  entry: AuditEntry,
  subjectId: string,
): Promise<void> {
  await transaction.$executeRawUnsafe(INSERT, ...toValues(entry, subjectId));
}

type Row = {
  id: string;
  project_id: string | null;
  actor_id: string | null;
  actor_name: string | null;
  address: string | null;
  action: string;
  subject_id: string;
  subject_name: string | null;
  subject_deleted: boolean;
  before: AuditFacts | null;
  after: AuditFacts | null;
};

/** The time is that in the id, which ranges of time select by. */
const toStored = (row: Row): StoredAuditEntry => ({
  id: row.id,
  at: timeOfId(row.id),
  projectId: row.project_id,
  actorId: row.actor_id,
  actorName: row.actor_name,
  address: row.address,
  action: auditAction.parse(row.action),
  subjectId: row.subject_id,
  subjectName: row.subject_name,
  isSubjectDeleted: row.subject_deleted,
  before: row.before,
  after: row.after,
});

const SCOPE = "(project_id = $1 OR (project_id IS NULL AND $2))";

/**
 * Names of the subjects of selected entries. Ids are text in the log, because entries outlive their
 * subjects, and are of several forms.
 */
const SELECT = `WITH entry AS MATERIALIZED (
    SELECT *, split_part(action, '.', 1) AS kind,
      CASE WHEN subject_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
        THEN substr(subject_id, 1, 36)::uuid END AS object,
      CASE WHEN action LIKE 'poll.%' THEN (after->>'run')::uuid END AS polled
    FROM audit_entry
    WHERE ${SCOPE}
      AND ($3::text IS NULL OR action = $3) AND ($4::text IS NULL OR subject_id = $4)
      AND ($5::uuid IS NULL OR id < $5)
      AND ($7::text IS NULL OR starts_with(action, $7 || '.'))
      AND ($8::uuid IS NULL OR id >= $8) AND ($9::uuid IS NULL OR id < $9)
      AND (NOT $10::boolean OR actor_id IS NOT DISTINCT FROM $11::text)
    ORDER BY id DESC LIMIT $6
  )
  SELECT entry.id, entry.project_id, actor_id, actor_name, address, action, subject_id, before,
    after, coalesce(person.name, study.name, studied.name, dataset.name, endpoint.name,
      project.name) AS subject_name,
    coalesce(study.deleted_at, studied.deleted_at, run.deleted_at, dataset.deleted_at,
      dataset.archived_at) IS NOT NULL AS subject_deleted
  FROM entry
    LEFT JOIN "user" person ON kind IN ('account', 'member') AND person.id = subject_id
    LEFT JOIN study ON kind = 'study' AND study.id = object
    LEFT JOIN run ON run.id = CASE kind WHEN 'poll' THEN polled
      WHEN 'run' THEN object WHEN 'review' THEN object END
    LEFT JOIN study studied ON studied.id = run.study_id
    LEFT JOIN dataset ON kind = 'dataset' AND dataset.id = object
    LEFT JOIN endpoint ON kind = 'endpoint' AND endpoint.id = object
    LEFT JOIN project ON kind = 'project' AND project.id = object
  ORDER BY entry.id DESC`;

/** The audit log: who changed what, when, and from which address. Append-only. */
export const auditStore = ({ pool }: Database): AuditStore => ({
  async list({
    projectId,
    includesInstallation,
    ...filter
  }: AuditFilter): Promise<StoredAuditEntry[]> {
    // Ids are ordered by time.
    const { rows } = await pool.query<Row>(SELECT, [
      projectId,
      includesInstallation,
      filter.action ?? null,
      filter.subjectId ?? null,
      filter.before ?? null,
      filter.limit,
      filter.kind ?? null,
      filter.since === undefined ? null : leastIdAt(filter.since),
      filter.until === undefined ? null : leastIdAt(filter.until),
      filter.actorId !== undefined,
      filter.actorId ?? null,
    ]);
    return rows.map(toStored);
  },

  async listPeople({ projectId, includesInstallation }) {
    const { rows } = await pool.query<{ id: string; name: string | null }>(
      `SELECT id, name FROM (
         SELECT DISTINCT ON (actor_id) actor_id AS id, actor_name AS name FROM audit_entry
         WHERE ${SCOPE} AND actor_id IS NOT NULL ORDER BY actor_id, id DESC
       ) AS latest ORDER BY name, id`,
      [projectId, includesInstallation],
    );
    return rows.map(({ id, name }) => ({ id, name: name ?? id }));
  },
});
