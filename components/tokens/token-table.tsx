"use client";

import { KeyRound } from "lucide-react";
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
import type { ApiToken } from "@/lib/contracts/tokens";
import { SCOPE_TEXTS } from "./scopes";

interface TokenTableProps {
  tokens: readonly ApiToken[];
  readerId: string | null;
  onRevoke: (token: ApiToken) => void;
}

export function TokenTable({ tokens, readerId, onRevoke }: TokenTableProps) {
  if (tokens.length === 0)
    return (
      <EmptyState
        icon={KeyRound}
        title="No API tokens"
        description="Create one to start studies and download results from R, Python or curl."
      />
    );
  const hasOthers = tokens.some(({ ownerId }) => ownerId !== readerId);
  return (
    <Table label="API tokens" className={hasOthers ? "min-w-[46rem]" : "min-w-[40rem]"}>
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          {hasOthers ? <TableHead>Owner</TableHead> : null}
          <TableHead>Scopes</TableHead>
          <TableHead>Last used</TableHead>
          <TableHead>Valid until</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {tokens.map((token) => (
          <TableRow key={token.id}>
            <TableCell className="min-w-40">
              <div className="font-semibold break-words">{token.name}</div>
              <div className="font-mono text-xs text-muted-foreground">{token.prefix}…</div>
            </TableCell>
            {hasOthers ? (
              <TableCell className="break-words">
                {token.ownerId === readerId ? "You" : token.ownerName}
              </TableCell>
            ) : null}
            <TableCell>
              {token.scopes.map((scope) => SCOPE_TEXTS[scope].label).join(", ")}
            </TableCell>
            <TableCell>
              {token.lastUsedAt === null ? (
                <span className="text-muted-foreground">Never</span>
              ) : (
                <>
                  <Timestamp at={token.lastUsedAt} />
                  <div className="text-xs break-all text-muted-foreground">{token.lastAddress}</div>
                </>
              )}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {token.expired ? (
                <Badge tone="warning">Expired</Badge>
              ) : (
                <Timestamp at={token.expiresAt} style="date" />
              )}
            </TableCell>
            <TableActions>
              <Button size="sm" variant="ghost" onClick={() => onRevoke(token)}>
                Revoke<span className="sr-only"> the token {token.name}</span>
              </Button>
            </TableActions>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
