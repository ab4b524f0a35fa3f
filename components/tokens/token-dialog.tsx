"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "@/components/api";
import { FormDialog, useFormSubmission } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Timestamp } from "@/components/ui/timestamp";
import { newToken, TOKEN_DAYS, tokenInput, type NewToken } from "@/lib/contracts/tokens";
import type { Role, TokenScope } from "@/lib/domain/access";
import { SCOPE_TEXTS, scopesOf } from "./scopes";

const DAYS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: String(TOKEN_DAYS.default), label: `${String(TOKEN_DAYS.default)} days` },
  { value: String(TOKEN_DAYS.max - 1), label: "A year" },
];

interface TokenDialogProps {
  role: Role;
  onClose: () => void;
  onCreated: () => void;
}

/** Asks for name, scopes and expiry, then shows the secret, this once. */
export function TokenDialog({ role, onClose, onCreated }: TokenDialogProps) {
  const [created, setCreated] = useState<NewToken | null>(null);
  return created === null ? (
    <TokenForm
      role={role}
      onClose={onClose}
      onCreated={(token) => {
        setCreated(token);
        onCreated();
      }}
    />
  ) : (
    <SecretDialog created={created} onClose={onClose} />
  );
}

function TokenForm({
  role,
  onClose,
  onCreated,
}: {
  role: Role;
  onClose: () => void;
  onCreated: (created: NewToken) => void;
}) {
  const offered = scopesOf(role);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly TokenScope[]>(offered.slice(0, 1));
  const [days, setDays] = useState<number>(TOKEN_DAYS.default);
  const mutation = useMutation({
    mutationFn: (body: unknown) => request("POST", "/api/tokens", newToken, { body }),
  });
  const submission = useFormSubmission<unknown, NewToken>({
    mutation,
    onSuccess: onCreated,
    isField: (pointer) => ["/name", "/scopes", "/days"].includes(pointer),
    parse: () => {
      const parsed = tokenInput.safeParse({ name, scopes, days });
      return parsed.success
        ? { ok: true, input: parsed.data }
        : {
            ok: false,
            problems: parsed.error.issues.map(({ path, message }) => ({
              pointer: `/${String(path[0])}`,
              message,
            })),
          };
    },
  });
  const toggle = (scope: TokenScope, isChosen: boolean) => {
    submission.clear();
    setScopes((known) => offered.filter((one) => (one === scope ? isChosen : known.includes(one))));
  };
  const scopesError = submission.errorAt("/scopes");
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Create an API token"
      description="For one program, so that it can be revoked alone."
      formLabel="New API token"
      submission={submission}
      submitLabel="Create token"
      failureTitle="The token was not created"
      ready
    >
      <Field
        label="Name"
        hint="Where it is used, such as “Analysis in R”."
        error={submission.errorAt("/name")}
        required
      >
        <Input
          value={name}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => {
            submission.clear();
            setName(event.target.value);
          }}
        />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-semibold">Scopes</legend>
        {offered.map((scope) => (
          <Checkbox
            key={scope}
            checked={scopes.includes(scope)}
            onCheckedChange={(checked) => toggle(scope, checked === true)}
            label={SCOPE_TEXTS[scope].label}
            description={SCOPE_TEXTS[scope].description}
          />
        ))}
        {scopesError === undefined ? null : (
          <p role="alert" className="text-sm text-destructive">
            {scopesError}
          </p>
        )}
      </fieldset>
      <Field label="Validity" error={submission.errorAt("/days")}>
        <Select
          value={String(days)}
          options={DAYS}
          onValueChange={(value) => setDays(Number(value))}
        />
      </Field>
    </FormDialog>
  );
}

function SecretDialog({ created, onClose }: { created: NewToken; onClose: () => void }) {
  const { secret, token } = created;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="API token"
      description="Copy it now: it is not shown again."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <CopyButton size="md" variant="primary" showLabel label="Copy token" text={secret} />
        </>
      }
    >
      <Field
        label="Token"
        hint={
          <>
            Keep it like a password, outside of scripts that are shared. It works until{" "}
            <Timestamp at={token.expiresAt} style="date" />, in the header{" "}
            <code>Authorization: Bearer</code>.
          </>
        }
      >
        <Input
          readOnly
          className="font-mono"
          value={secret}
          onFocus={(event) => event.target.select()}
        />
      </Field>
    </Dialog>
  );
}
