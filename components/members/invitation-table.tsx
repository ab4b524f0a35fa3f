"use client";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
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
import type { Invitation } from "@/lib/contracts/members";
import { ROLE_TEXTS } from "./roles";

interface InvitationTableProps {
  invitations: readonly Invitation[];
  /** The invitation that is being revoked. */
  revoking: string | null;
  onRevoke: (invitation: Invitation) => void;
}

const nameOf = ({ email }: Invitation): string => email ?? "Anyone with the link";

export function InvitationTable({ invitations, revoking, onRevoke }: InvitationTableProps) {
  if (invitations.length === 0)
    return (
      <EmptyState
        title="No open invitations"
        description="Invite a member to make a link. No mail server is needed."
      />
    );
  return (
    <Table label="Invitations">
      <TableHeader>
        <TableRow>
          <TableHead>For</TableHead>
          <TableHead>Role</TableHead>
          <TableHead>Valid until</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {invitations.map((invitation) => (
          <TableRow key={invitation.id}>
            <TableCell className="min-w-48 wrap-anywhere">{nameOf(invitation)}</TableCell>
            <TableCell>{ROLE_TEXTS[invitation.role].label}</TableCell>
            <TableCell className="whitespace-nowrap">
              {invitation.expired ? (
                <Badge tone="warning">Expired</Badge>
              ) : (
                <Timestamp at={invitation.expiresAt} style="date" />
              )}
            </TableCell>
            <TableActions>
              <Button
                size="sm"
                variant="ghost"
                loading={revoking === invitation.id}
                onClick={() => onRevoke(invitation)}
              >
                Revoke<span className="sr-only"> the invitation for {nameOf(invitation)}</span>
              </Button>
            </TableActions>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
