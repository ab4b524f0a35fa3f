"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { AuditListEntry } from "@/lib/contracts/audit";
import { changedFacts } from "@/lib/domain/audit/describe-entry";
import { auditKindOf } from "@/lib/domain/audit";

/** Entries with their sentences; those with values unfold. */
export function AuditTable({ entries }: { entries: readonly AuditListEntry[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpen((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Table label="Audit log" className="min-w-[44rem]">
      <TableHeader>
        <TableRow>
          <TableHead>Time</TableHead>
          <TableHead>Person</TableHead>
          <TableHead>Change</TableHead>
          <TableHead>Address</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {entries.map((entry) => (
          <Fragment key={entry.id}>
            <EntryRow entry={entry} isOpen={open.has(entry.id)} onToggle={() => toggle(entry.id)} />
            {open.has(entry.id) ? <FactsRow entry={entry} /> : null}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

function EntryRow({
  entry,
  isOpen,
  onToggle,
}: {
  entry: AuditListEntry;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const href = hrefOf(entry);
  const hasFacts = changedFacts(entry).length > 0;
  return (
    <TableRow>
      <TableCell className="align-top tabular-nums">
        <Timestamp at={entry.at} style="exact" />
      </TableCell>
      <TableCell className="max-w-48 align-top break-words">
        {entry.actorId === null ? (
          <span className="text-muted-foreground">Installation</span>
        ) : (
          (entry.actorName ?? entry.actorId)
        )}
      </TableCell>
      <TableCell className="w-full align-top">
        <div className="flex items-start gap-1">
          <span className="min-w-0 flex-1 break-words">
            {href === null ? (
              entry.description
            ) : (
              <Link href={href} className="underline-offset-2 hover:underline">
                {entry.description}
              </Link>
            )}
          </span>
          {hasFacts ? (
            <IconButton
              size="sm"
              label={`${isOpen ? "Hide" : "Show"} values: ${entry.description}`}
              aria-expanded={isOpen}
              onClick={onToggle}
              className="-my-1"
            >
              {isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
            </IconButton>
          ) : null}
        </div>
      </TableCell>
      <TableCell className="align-top whitespace-nowrap text-muted-foreground">
        {entry.address ?? "–"}
      </TableCell>
    </TableRow>
  );
}

function FactsRow({ entry }: { entry: AuditListEntry }) {
  return (
    <TableRow>
      <TableCell colSpan={4} className="bg-muted/50">
        <table className="text-sm" aria-label={`Values: ${entry.description}`}>
          <thead>
            <tr className="text-left text-xs text-muted-foreground">
              <th scope="col" className="py-1 pr-6 font-semibold">
                Value
              </th>
              <th scope="col" className="py-1 pr-6 font-semibold">
                Before
              </th>
              <th scope="col" className="py-1 font-semibold">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {changedFacts(entry).map(({ label, before, after }) => (
              <tr key={label} className="align-top">
                <th scope="row" className="py-0.5 pr-6 text-left font-normal whitespace-nowrap">
                  {label}
                </th>
                <td className="py-0.5 pr-6 break-all text-muted-foreground">{before ?? "–"}</td>
                <td className="py-0.5 break-all">{after ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableCell>
    </TableRow>
  );
}

/** Returns the page of what was changed; null without a page, and for what was deleted. */
function hrefOf(entry: AuditListEntry): string | null {
  const { action, subjectId, subjectName, isSubjectDeleted, after } = entry;
  if (subjectName === null || isSubjectDeleted) return null;
  switch (auditKindOf(action)) {
    case "study":
      return `/studies/${subjectId}`;
    case "run":
      return `/runs/${subjectId}`;
    case "dataset":
      return action === "dataset.delete" ? null : `/data/${subjectId}`;
    case "poll":
      return typeof after?.run === "string" ? `/runs/${after.run}/polls/${subjectId}` : null;
    case "review": {
      const [run = "", version = "", seq = ""] = subjectId.split("/");
      return `/runs/${run}/decisions?decision=${version}.${seq}`;
    }
    case "account":
    case "member":
    case "deletion":
    case "scenario":
    case "project":
    case "endpoint":
    case "token":
    case "installation":
      return null;
  }
}
