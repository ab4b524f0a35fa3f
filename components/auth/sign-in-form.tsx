"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { authClient } from "./auth-client";
import { describeOidcFailure, OidcButton } from "./oidc-button";
import { loadPage } from "./load-page";

const credentials = z.object({
  email: z.email("Enter your e-mail address"),
  password: z.string().min(1, "Enter your password"),
});
type Credentials = z.infer<typeof credentials>;

const TOO_MANY = 429;
const REFUSED = new Set([400, 401, 403]);

export interface SignInFormProps {
  /** A path of this site, already checked. */
  next: string;
  /** What the OpenID Connect server is called; null without one. */
  oidcLabel?: string | null;
  /** The code of a sign-in that the server led back from without success. */
  oidcFailure?: string | undefined;
}

/** Signs in with a password, or by the OpenID Connect server. */
export function SignInForm({ next, oidcLabel = null, oidcFailure }: SignInFormProps) {
  return oidcLabel === null ? (
    <PasswordForm next={next} />
  ) : (
    <>
      {oidcFailure === undefined ? null : (
        <Alert tone="error" title={`Sign-in with ${oidcLabel} failed`}>
          {describeOidcFailure(oidcFailure)}
        </Alert>
      )}
      <OidcButton label={oidcLabel} next={next} />
      <p className="flex items-center gap-3 text-sm text-muted-foreground">
        <span aria-hidden className="h-px flex-1 bg-border" />
        or with a password
        <span aria-hidden className="h-px flex-1 bg-border" />
      </p>
      <PasswordForm next={next} />
    </>
  );
}

function PasswordForm({ next }: { next: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const { register, handleSubmit, formState, setFocus, resetField } = useForm<Credentials>({
    resolver: zodResolver(credentials),
    defaultValues: { email: "", password: "" },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (values) => {
    setFailure(null);
    const problem = await signIn(values);
    if (problem === null) {
      setLeaving(true);
      loadPage(next);
      return;
    }
    setFailure(problem);
    resetField("password");
    setFocus("password");
  });

  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => void submit(event)}
    >
      {failure === null ? null : (
        <Alert tone="error" title="Sign-in failed">
          {failure}
        </Alert>
      )}
      <Field label="E-mail address" error={errors.email?.message}>
        <Input type="email" autoComplete="username" autoFocus {...register("email")} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input type="password" autoComplete="current-password" {...register("password")} />
      </Field>
      <Button type="submit" variant="primary" loading={isSubmitting || leaving}>
        Sign in
      </Button>
    </form>
  );
}

/** Signs in; returns the error message on failure, else null. */
async function signIn(values: Credentials): Promise<string | null> {
  try {
    const { error } = await authClient.signIn.email(values);
    if (!error) return null;
    if (error.status === TOO_MANY)
      return "Too many attempts in a short time. Wait a minute, then try again.";
    // One message for both, so that it does not reveal which addresses have accounts.
    if (REFUSED.has(error.status))
      return "Incorrect e-mail address or password. Check both and try again.";
    return "The server could not check your password. Try again in a moment.";
  } catch {
    return "The server could not be reached. Check that Microcosm is running, then try again.";
  }
}
