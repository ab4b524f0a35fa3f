"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import { ApiError, failureMessage, problemAt, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { newInvitation, type NewInvitation } from "@/lib/contracts/members";
import { role } from "@/lib/domain/access";
import { atThisAddress } from "./at-this-address";
import { ROLE_OPTIONS, ROLE_TEXTS } from "./roles";

const values = z.object({
  role,
  email: z.union([z.literal(""), z.email("Enter an e-mail address, or leave this empty")]),
});
type Values = z.infer<typeof values>;

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
  const [failure, setFailure] = useState<string | null>(null);
  const { control, register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(values),
    mode: "onTouched",
    defaultValues: { role: "researcher", email: "" },
  });
  const submit = handleSubmit(async ({ role: chosen, email }) => {
    setFailure(null);
    try {
      const body = { role: chosen, ...(email !== "" && { email }) };
      onMade(await request("POST", "/api/invitations", newInvitation, { body }));
    } catch (error) {
      const message = error instanceof ApiError ? problemAt(error.problems, "/email") : undefined;
      if (message !== undefined) setError("email", { message });
      setFailure(failureMessage(error));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Invite a member"
      description="Makes a link that one person can use once, within seven days."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={formState.isSubmitting} onClick={() => void submit()}>
            Make link
          </Button>
        </>
      }
    >
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field
          label="E-mail address"
          hint={
            "Optional: only this address can then use the link. It is also mailed where a mail " +
            "server is set up."
          }
          error={formState.errors.email?.message}
        >
          <Input type="email" autoComplete="off" {...register("email")} />
        </Field>
        <Controller
          control={control}
          name="role"
          render={({ field }) => (
            <Field label="Role" hint={ROLE_TEXTS[field.value].description}>
              <Select
                value={field.value}
                options={ROLE_OPTIONS}
                onValueChange={(value) => field.onChange(role.parse(value))}
              />
            </Field>
          )}
        />
        {failure === null ? null : (
          <Alert tone="error" title="The link was not made">
            {failure}
          </Alert>
        )}
        {/* So that Enter in a field submits. */}
        <button type="submit" hidden />
      </form>
    </Dialog>
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
