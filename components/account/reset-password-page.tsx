"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { failureMessage, request } from "@/components/api";
import { SignedOutPage } from "@/components/auth";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { passwordReset } from "@/lib/contracts/passwords";

const values = passwordReset.pick({ newPassword: true });
type Values = z.infer<typeof values>;

/** Sets a new password by the link of an administrator. */
export function ResetPasswordPage() {
  const [failure, setFailure] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  const { register, handleSubmit, formState } = useForm<Values>({
    resolver: zodResolver(values),
    mode: "onTouched",
    defaultValues: { newPassword: "" },
  });
  const submit = handleSubmit(async ({ newPassword }) => {
    setFailure(null);
    const token = window.location.hash.slice(1);
    if (token === "")
      return setFailure(
        "The address is not complete: copy the whole link, with everything after the #.",
      );
    try {
      await request("POST", "/api/account/password/reset", z.unknown(), {
        body: { token, newPassword },
      });
      setDone(true);
    } catch (error) {
      setFailure(failureMessage(error));
    }
  });
  if (isDone)
    return (
      <SignedOutPage title="Password set" description="All earlier sessions have ended.">
        <Button asChild variant="primary">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </SignedOutPage>
    );
  return (
    <SignedOutPage
      title="Set a new password"
      description="It replaces the old one, and ends all sessions of the account."
    >
      <form
        noValidate
        method="post"
        className="flex flex-col gap-4"
        onSubmit={(event) => void submit(event)}
      >
        <Field
          label="New password"
          hint="At least 10 characters."
          error={formState.errors.newPassword?.message}
          required
        >
          <Input
            type="password"
            autoComplete="new-password"
            autoFocus
            {...register("newPassword")}
          />
        </Field>
        {failure === null ? null : (
          <Alert tone="error" title="The password was not set">
            {failure}
          </Alert>
        )}
        <Button type="submit" variant="primary" loading={formState.isSubmitting}>
          Set password
        </Button>
      </form>
    </SignedOutPage>
  );
}
