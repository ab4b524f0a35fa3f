"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { FailureAlert, failureMessage, get, queryKeys, request } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { SearchInput } from "@/components/ui/search-input";
import { toast } from "@/components/ui/toast-store";
import { memberList, type Invitation, type Member, type MemberList } from "@/lib/contracts/members";
import type { Role } from "@/lib/domain/access";
import { InvitationTable } from "./invitation-table";
import { InviteDialog } from "./invite-dialog";
import { confirmationFor, type MemberChange } from "./member-change";
import { MemberTable } from "./member-table";
import { PasswordLinkDialog } from "./password-link-dialog";
import { ROLE_TEXTS } from "./roles";

/** Members of the current project with their roles, and open invitations. */
export function MembersView({ initial }: { initial: MemberList }) {
  const client = useQueryClient();
  const router = useRouter();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.members,
    queryFn: ({ signal }) => get("/api/members", memberList, signal),
    initialData: initial,
  });
  const { members, invitations, mayChange, mayResetPasswords, readerId, projectName } = data;
  const [search, setSearch] = useState("");
  const [inviting, setInviting] = useState(false);
  const [resetting, setResetting] = useState<Member | null>(null);
  const [pending, setPending] = useState<MemberChange | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.members });

  const changeRole = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      request("PATCH", path(member), z.unknown(), { body: { role } }),
    onSuccess: (_, { member, role }) => {
      toast.success(`${member.name} is now ${ROLE_TEXTS[role].label.toLowerCase()}`);
      if (member.userId === readerId) router.refresh();
    },
    onError: (failure, { member }) =>
      toast.error(`The role of ${member.name} was not changed`, {
        description: failureMessage(failure),
      }),
    onSettled: refresh,
  });
  const change = useMutation({
    mutationFn: ({ kind, member }: MemberChange) =>
      kind === "transfer"
        ? request("POST", `${path(member)}/transfer`, z.unknown())
        : request("DELETE", path(member), z.unknown()),
    onSuccess: (_, { kind, member }) => {
      if (kind === "leave") return router.push("/");
      toast.success(
        kind === "transfer" ? `${member.name} is now the owner` : `${member.name} was removed`,
      );
      if (kind === "transfer") router.refresh();
    },
    onError: (failure) =>
      toast.error("The members were not changed", { description: failureMessage(failure) }),
    onSettled: refresh,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => request("DELETE", `/api/invitations/${id}`, z.unknown()),
    onSuccess: () => toast.success("The invitation was revoked"),
    onError: (failure) =>
      toast.error("The invitation was not revoked", { description: failureMessage(failure) }),
    onSettled: refresh,
  });

  const query = search.trim().toLowerCase();
  const matching = members.filter(({ name, email }) =>
    `${name} ${email}`.toLowerCase().includes(query),
  );
  return (
    <>
      {error ? (
        <FailureAlert
          title="The list could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SearchInput label="Search members" value={search} onValueChange={setSearch} />
        {mayChange ? (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            Invite member
          </Button>
        ) : null}
      </div>
      <Card className="overflow-hidden">
        <CardHeader title="Members" description={`People with access to ${projectName}.`} />
        <MemberTable
          members={matching}
          readerId={readerId}
          mayChange={mayChange}
          mayResetPasswords={mayResetPasswords}
          busyId={changeRole.isPending ? changeRole.variables.member.userId : null}
          onRole={(member, role) =>
            member.userId === readerId
              ? setPending({ kind: "demote", member, role })
              : changeRole.mutate({ member, role })
          }
          onChange={setPending}
          onResetPassword={setResetting}
        />
      </Card>
      {mayChange ? (
        <Card className="overflow-hidden">
          <CardHeader
            title="Invitations"
            description="Links that nobody has used yet. Each works once, for seven days."
          />
          <InvitationTable
            invitations={invitations}
            revoking={revoke.isPending ? revoke.variables.id : null}
            onRevoke={(invitation) => revoke.mutate(invitation)}
          />
        </Card>
      ) : null}
      {inviting ? (
        <InviteDialog onClose={() => setInviting(false)} onInvited={() => void refresh()} />
      ) : null}
      {resetting === null ? null : (
        <PasswordLinkDialog member={resetting} onClose={() => setResetting(null)} />
      )}
      {pending === null ? null : (
        <ConfirmDialog
          open
          danger={pending.kind !== "transfer"}
          onOpenChange={(open) => {
            if (!open) setPending(null);
          }}
          {...confirmationFor(pending, projectName)}
          onConfirm={async () => {
            await (pending.kind === "demote"
              ? changeRole.mutateAsync(pending)
              : change.mutateAsync(pending));
          }}
        />
      )}
    </>
  );
}

const path = ({ userId }: Member): string => `/api/members/${encodeURIComponent(userId)}`;
