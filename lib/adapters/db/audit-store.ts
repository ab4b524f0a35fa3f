import type pg from "pg";
import { auditAction } from "@/lib/domain/audit";
import type { AuditEntry, AuditFacts } from "@/lib/domain/audit/audit-entry";
import type { AuditFilter, AuditStore, StoredAuditEntry } from "@/lib/services/audit/ports";
import type { Database } from "./database";
import type { Prisma } from "./generated/client";
import { storableJson } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";

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
  created_at: Date;
  project_id: string | null;
  actor_id: string | null;
  actor_name: string | null;
  address: string | null;
  action: string;
  subject_id: string;
  before: AuditFacts | null;
  after: AuditFacts | null;
};

const toStored = (row: Row): StoredAuditEntry => ({
  id: row.id,
  at: row.created_at,
  projectId: row.project_id,
  actorId: row.actor_id,
  actorName: row.actor_name,
  address: row.address,
  action: auditAction.parse(row.action),
  subjectId: row.subject_id,
  before: row.before,
  after: row.after,
});

/** The audit log: who changed what, when, and from which address. Append-only. */
export const auditStore = ({ pool }: Database): AuditStore => ({
  async list({
    projectId,
    includesInstallation,
    action,
    subjectId,
    before,
    limit,
  }: AuditFilter): Promise<StoredAuditEntry[]> {
    // Ids are ordered by time.
    const { rows } = await pool.query<Row>(
      `SELECT id, created_at, project_id, actor_id, actor_name, address, action, subject_id, before,
         after
       FROM audit_entry
       WHERE (project_id = $1 OR (project_id IS NULL AND $2))
         AND ($3::text IS NULL OR action = $3) AND ($4::text IS NULL OR subject_id = $4)
         AND ($5::uuid IS NULL OR id < $5)
       ORDER BY id DESC LIMIT $6`,
      [projectId, includesInstallation, action ?? null, subjectId ?? null, before ?? null, limit],
    );
    return rows.map(toStored);
  },
});
