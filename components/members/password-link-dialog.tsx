"use client";

import { useMutation } from "@tanstack/react-query";
import { FailureAlert, request } from "@/components/api";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Timestamp } from "@/components/ui/timestamp";
import type { Member } from "@/lib/contracts/members";
import { passwordLink } from "@/lib/contracts/passwords";
import { atThisAddress } from "./at-this-address";

interface PasswordLinkDialogProps {
  member: Member;
  onClose: () => void;
}

/** Asks back, then shows the link for a forgotten password, this once. */
export function PasswordLinkDialog({ member, onClose }: PasswordLinkDialogProps) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      request(
        "POST",
        `/api/members/${encodeURIComponent(member.userId)}/password-link`,
        passwordLink,
      ),
  });
  const link = data === undefined ? null : atThisAddress(data.link);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={link === null ? `Make a password link for ${member.name}?` : "Password link"}
      description={
        link === null
          ? `${member.email} can set a new password by the link, once, within a day. An earlier ` +
            "link stops working; the present password works until then."
          : "Copy it now: it is not shown again."
      }
      footer={
        link === null ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={isPending} onClick={() => mutate()}>
              Make link
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Close</Button>
            <CopyButton size="md" variant="primary" showLabel label="Copy link" text={link} />
          </>
        )
      }
    >
      {error ? <FailureAlert title="The link was not made" error={error} /> : null}
      {link === null || data === undefined ? null : (
        <Field
          label="Link"
          hint={
            <>
              Whoever opens it sets the password of {member.name}: send it to them only. It is valid
              until <Timestamp at={data.expiresAt} style="date" />.
            </>
          }
        >
          <Input readOnly value={link} onFocus={(event) => event.target.select()} />
        </Field>
      )}
    </Dialog>
  );
}
