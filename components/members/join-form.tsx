"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ApiError, failureMessage, problemAt, request } from "@/components/api";
import { forgetLinkToken, loadPage, OidcButton, signInPath } from "@/components/auth";
import { AccountFields } from "@/components/new-account";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { newAccount, type NewAccount, type OpenInvitation } from "@/lib/contracts/members";

interface JoinFormProps {
  token: string;
  invitation: OpenInvitation;
  /** What the OpenID Connect server is called; null without one. */
  oidcLabel: string | null;
}

/** Accepts the invitation and loads the start page in full, with the new session. */
async function accept(token: string, account?: NewAccount): Promise<void> {
  await request("POST", "/api/invitations/accept", z.unknown(), {
    body: { token, ...(account && { account }) },
  });
  forgetLinkToken();
  loadPage("/");
}

/** Joins with the visitor's account, or with a new one. */
export function JoinForm(props: JoinFormProps) {
  const { visitor } = props.invitation;
  return visitor === null ? (
    <NewAccountForm {...props} />
  ) : (
    <JoinAsVisitor token={props.token} visitor={visitor} />
  );
}

function JoinAsVisitor({
  token,
  visitor,
}: {
  token: string;
  visitor: { name: string; email: string };
}) {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const join = async () => {
    setFailure(null);
    setBusy(true);
    try {
      await accept(token);
    } catch (error) {
      setFailure(failureMessage(error));
      setBusy(false);
    }
  };
  return (
    <>
      <p>
        You are signed in as {visitor.name} ({visitor.email}).
      </p>
      <Failure message={failure} />
      <Button variant="primary" loading={busy} onClick={() => void join()}>
        Join project
      </Button>
    </>
  );
}

function NewAccountForm({ token, invitation, oidcLabel }: JoinFormProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const { register, handleSubmit, setError, formState } = useForm<NewAccount>({
    resolver: zodResolver(newAccount),
    mode: "onTouched",
    defaultValues: { name: "", email: invitation.email ?? "", password: "" },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const submit = handleSubmit(async (account) => {
    setFailure(null);
    try {
      await accept(token, account);
    } catch (error) {
      const problems = error instanceof ApiError ? error.problems : [];
      for (const name of ["name", "email", "password"] as const) {
        const message = problemAt(problems, `/account/${name}`);
        if (message !== undefined) setError(name, { message });
      }
      setError("root", {});
      setFailure(failureMessage(error));
    }
  });
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => void submit(event)}
    >
      {/* Whoever has the address that is invited becomes a member by signing in there. */}
      {oidcLabel !== null && invitation.email !== null ? (
        <OidcButton label={oidcLabel} next="/studies" />
      ) : null}
      <AccountFields
        register={register}
        errors={errors}
        emailHint="Used to sign in."
        isEmailFixed={invitation.email !== null}
      />
      <Failure message={failure} />
      <Button type="submit" variant="primary" loading={isSubmitting || isSubmitSuccessful}>
        Create account and join
      </Button>
      <p className="text-center text-muted-foreground">
        Have an account?{" "}
        <Link className="underline" href={signInPath("/join")}>
          Sign in
        </Link>
      </p>
    </form>
  );
}

function Failure({ message }: { message: string | null }) {
  return message === null ? null : (
    <Alert tone="error" title="You have not joined">
      {message}
    </Alert>
  );
}
