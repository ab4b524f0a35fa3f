import type { z } from "zod";
import {
  NO_PERSON,
  type AuditFileQuery,
  type AuditListFilter,
  type AuditPage,
  type AuditPerson,
  type auditQuery,
} from "@/lib/contracts/audit";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { changedFacts, describeAuditEntry } from "@/lib/domain/audit/describe-entry";
import { auditKindOf } from "@/lib/domain/audit";
import { csvRow } from "@/lib/domain/text/csv-row";
import type { MembershipStore } from "../access/ports";
import { isAdministrator, requirePermission } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { AuditFilter, AuditScope, AuditStore, StoredAuditEntry } from "./ports";

export type ListAuditPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly audit: AuditStore;
};

/**
 * Lists the changes by people in the actor's project, the latest first; administrators of the
 * installation also see changes that belong to no project, such as those of endpoints.
 * @throws AppError notFound without the permission to administer the project
 */
export async function listAudit(
  ports: ListAuditPorts,
  actor: Actor,
  { before, limit, ...filter }: z.output<typeof auditQuery>,
): Promise<AuditPage> {
  const scope = await readableScope(ports, actor);
  const entries = await ports.audit.list({ ...scope, ...toFilter(filter), before, limit });
  return {
    entries: entries.map((entry) => ({
      ...entry,
      at: entry.at.toISOString(),
      description: describeAuditEntry(entry),
    })),
    next: entries.length === limit ? (entries.at(-1)?.id ?? null) : null,
  };
}

/**
 * Lists the people with entries that the actor may read, by name.
 * @throws AppError notFound without the permission to administer the project
 */
export async function listAuditPeople(ports: ListAuditPorts, actor: Actor): Promise<AuditPerson[]> {
  return ports.audit.listPeople(await readableScope(ports, actor));
}

const CSV_HEADER = [
  ...["time_utc", "person", "person_id", "address", "scope", "kind", "action", "object_id"],
  ...["object", "description", "before", "after"],
];

/** Entries read at once. No connection is held while a slow reader takes them. */
const CSV_PAGE = 500;

/**
 * Returns the filtered log as a CSV file, the latest entry first. Entries that are added while it
 * is read are not in it.
 * @throws AppError notFound without the permission to administer the project
 */
export async function exportAudit(
  ports: ListAuditPorts & { readonly clock: Clock },
  actor: Actor,
  { project, ...filter }: AuditFileQuery,
): Promise<{ name: string; content: AsyncIterable<Uint8Array> }> {
  const scope = await readableScope(
    ports,
    project === undefined || actor.kind === "system"
      ? actor
      : { ...actor, project: { id: project, isRequired: true } },
  );
  const day = ports.clock.now().toISOString().slice(0, 10);
  return {
    name: `audit-log-${day}.csv`,
    content: csvFile(ports.audit, { ...scope, ...toFilter(filter), limit: CSV_PAGE }),
  };
}

async function* csvFile(audit: AuditStore, filter: AuditFilter): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvRow(CSV_HEADER));
  let before: string | undefined;
  for (;;) {
    const entries = await audit.list({ ...filter, before });
    yield encoder.encode(entries.map((entry) => csvRow(toCells(entry))).join(""));
    if (entries.length < filter.limit) return;
    before = entries.at(-1)?.id;
  }
}

function toCells(entry: StoredAuditEntry): (string | null)[] {
  const facts = changedFacts(entry);
  const side = (name: "before" | "after"): string | null =>
    entry[name] === null
      ? null
      : facts
          .flatMap((fact) => (fact[name] === null ? [] : [`${fact.label}: ${fact[name]}`]))
          .join("; ");
  return [
    entry.at.toISOString(),
    entry.actorName,
    entry.actorId,
    entry.address,
    entry.projectId === null ? "installation" : "project",
    auditKindOf(entry.action),
    entry.action,
    entry.subjectId,
    entry.subjectName,
    describeAuditEntry(entry),
    side("before"),
    side("after"),
  ];
}

async function readableScope(ports: ListAuditPorts, actor: Actor): Promise<AuditScope> {
  const { id: projectId } = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId,
    permission: "administer",
    subject: "project",
  });
  return { projectId, includesInstallation: await isAdministrator(ports.members, actor) };
}

function toFilter({
  actor,
  action,
  kind,
  subject,
  since,
  until,
}: AuditListFilter): Omit<AuditFilter, "limit" | keyof AuditScope> {
  const range = { since: toDate(since), until: toDate(until) };
  if (range.since && range.until && range.since >= range.until)
    throw new AppError("invalid", "The query is invalid.", [
      { pointer: "/until", message: "The range ends before it begins" },
    ]);
  return {
    ...{ action, kind, ...range },
    subjectId: subject,
    actorId: actor === NO_PERSON ? null : actor,
  };
}

const toDate = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);
