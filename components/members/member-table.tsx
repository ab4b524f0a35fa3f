"use client";

import { Ellipsis } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import {
  Table,
  TableActions,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { Member } from "@/lib/contracts/members";
import { role as roleSchema, type Role } from "@/lib/domain/access";
import type { MemberChange } from "./member-change";
import { ROLE_OPTIONS, ROLE_TEXTS } from "./roles";

interface MemberTableProps {
  members: readonly Member[];
  readerId: string | null;
  mayChange: boolean;
  mayResetPasswords: boolean;
  /** The member whose role is being stored. */
  busyId: string | null;
  onRole: (member: Member, role: Role) => void;
  onChange: (change: MemberChange) => void;
  onResetPassword: (member: Member) => void;
}

export function MemberTable({ members, ...rest }: MemberTableProps) {
  if (members.length === 0)
    return (
      <EmptyState title="No members match" description="The search covers names and addresses." />
    );
  return (
    <Table label="Members">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Role</TableHead>
          <TableHead>Joined</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {members.map((member) => (
          <MemberRow key={member.userId} member={member} {...rest} />
        ))}
      </TableBody>
    </Table>
  );
}

function MemberRow({
  member,
  readerId,
  mayChange,
  mayResetPasswords,
  busyId,
  onRole,
  onChange,
  onResetPassword,
}: Omit<MemberTableProps, "members"> & { member: Member }) {
  const isReader = member.userId === readerId;
  return (
    <TableRow>
      <TableCell className="min-w-48">
        <div className="flex items-center gap-2">
          <span className="font-semibold break-words">{member.name}</span>
          {isReader ? <Badge tone="outline">You</Badge> : null}
        </div>
        <div className="text-xs wrap-anywhere text-muted-foreground">{member.email}</div>
      </TableCell>
      <TableCell className="w-44">
        {mayChange ? (
          <Select
            size="sm"
            aria-label={`Role of ${member.name}`}
            value={member.role}
            options={ROLE_OPTIONS}
            disabled={busyId === member.userId}
            onValueChange={(value) => onRole(member, roleSchema.parse(value))}
          />
        ) : (
          ROLE_TEXTS[member.role].label
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <Timestamp at={member.joinedAt} />
      </TableCell>
      <TableActions>
        {mayChange || mayResetPasswords || isReader ? (
          <DropdownMenu>
            <DropdownMenuTrigger>
              <IconButton label={`Actions for ${member.name}`} size="sm">
                <Ellipsis aria-hidden />
              </IconButton>
            </DropdownMenuTrigger>
            <DropdownMenuContent>
              {mayChange && !isReader ? (
                <DropdownMenuItem onSelect={() => onChange({ kind: "transfer", member })}>
                  Transfer ownership
                </DropdownMenuItem>
              ) : null}
              {mayResetPasswords && !isReader ? (
                <DropdownMenuItem onSelect={() => onResetPassword(member)}>
                  Make password link
                </DropdownMenuItem>
              ) : null}
              {mayChange || isReader ? (
                <DropdownMenuItem
                  danger
                  onSelect={() => onChange({ kind: isReader ? "leave" : "remove", member })}
                >
                  {isReader ? "Leave project" : "Remove"}
                </DropdownMenuItem>
              ) : null}
            </DropdownMenuContent>
          </DropdownMenu>
        ) : null}
      </TableActions>
    </TableRow>
  );
}
