"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { request } from "@/components/api";
import { FormDialog, useFormSubmission } from "@/components/run-data";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { newInvitation, type InvitationInput, type NewInvitation } from "@/lib/contracts/members";
import { role as roleSchema, type Role } from "@/lib/domain/access";
import { atThisAddress } from "./at-this-address";
import { ROLE_OPTIONS, ROLE_TEXTS } from "./roles";

interface InviteDialogProps {
  onClose: () => void;
  onInvited: () => void;
}

/** Asks for role and address, then shows the link, this once. */
export function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const [made, setMade] = useState<NewInvitation | null>(null);
  return made === null ? (
    <InviteForm
      onClose={onClose}
      onMade={(invitation) => {
        setMade(invitation);
        onInvited();
      }}
    />
  ) : (
    <LinkDialog made={made} onClose={onClose} />
  );
}

function InviteForm({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (made: NewInvitation) => void;
}) {
  const [email, setEmail] = useState("");
  const [chosen, setChosen] = useState<Role>("researcher");
  const submission = useFormSubmission({
    mutation: useMutation({
      mutationFn: (body: InvitationInput) =>
        request("POST", "/api/invitations", newInvitation, { body }),
    }),
    parse: () => {
      const address = email.trim();
      const isAddress = address === "" || z.email().safeParse(address).success;
      return isAddress
        ? { ok: true, input: { role: chosen, ...(address !== "" && { email: address }) } }
        : {
            ok: false,
            problems: [
              { pointer: "/email", message: "Enter an e-mail address, or leave this empty" },
            ],
          };
    },
    isField: (pointer) => pointer === "/email",
    onSuccess: onMade,
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Invite a member"
      description="Makes a link that one person can use once, within seven days."
      formLabel="Invitation"
      submission={submission}
      submitLabel="Make link"
      ready
      failureTitle="The link was not made"
    >
      <Field
        label="E-mail address"
        hint={
          "Optional: only this address can then use the link. It is also mailed where a mail " +
          "server is set up."
        }
        error={submission.errorAt("/email")}
      >
        <Input
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            submission.clear();
          }}
        />
      </Field>
      <Field label="Role" hint={ROLE_TEXTS[chosen].description}>
        <Select
          value={chosen}
          options={ROLE_OPTIONS}
          onValueChange={(value) => setChosen(roleSchema.parse(value))}
        />
      </Field>
    </FormDialog>
  );
}

function LinkDialog({ made, onClose }: { made: NewInvitation; onClose: () => void }) {
  const { invitation, mail } = made;
  const link = atThisAddress(made.link);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Invitation link"
      description="Copy it now: it is not shown again."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <CopyButton size="md" variant="primary" showLabel label="Copy link" text={link} />
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Link"
          hint={
            invitation.email === null
              ? "Whoever opens it first can join. Send it to one person only."
              : `Only ${invitation.email} can use it.`
          }
        >
          <Input readOnly value={link} onFocus={(event) => event.target.select()} />
        </Field>
        {mail === "sent" ? (
          <Alert tone="success" title={`The link was mailed to ${invitation.email ?? ""}`} />
        ) : null}
        {mail === "failed" ? (
          <Alert tone="warning" title="The link could not be mailed">
            The mail server refused it or could not be reached; the log of the server says why. The
            link works: send it yourself.
          </Alert>
        ) : null}
      </div>
    </Dialog>
  );
}
