"use client";

import { lazy, Suspense, useRef, useState, type FormEvent } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { callAuth } from "./call-auth";
import { loadPage } from "./load-page";

const TOO_MANY = 429;
const REFUSED = new Set([400, 401, 403]);

interface Problems {
  email?: string;
  password?: string;
}

export interface SignInFormProps {
  /** A path of this site, already checked. */
  next: string;
  /** What the OpenID Connect server is called; null without one. */
  oidcLabel?: string | null;
  /** The code of a sign-in that the server led back from without success. */
  oidcFailure?: string | undefined;
}

// Only installations with such a server load what calls it.
const OidcSignIn = lazy(async () => ({ default: (await import("./oidc-sign-in")).OidcSignIn }));

/** Signs in with a password, or by the OpenID Connect server. */
export function SignInForm({ next, oidcLabel = null, oidcFailure }: SignInFormProps) {
  return (
    <>
      {oidcLabel === null ? null : (
        <Suspense>
          <OidcSignIn label={oidcLabel} next={next} failure={oidcFailure} />
        </Suspense>
      )}
      <PasswordForm next={next} />
    </>
  );
}

/** The first form of many visitors: it does without the libraries of larger ones. */
function PasswordForm({ next }: { next: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || email.current === null || password.current === null) return;
    const found = findProblems(email.current, password.current);
    setProblems(found);
    setFailure(null);
    if (found.email !== undefined) return email.current.focus();
    if (found.password !== undefined) return password.current.focus();
    setBusy(true);
    const problem = await signIn(email.current.value, password.current.value);
    // The form stays busy while the next page loads.
    if (problem === null) return loadPage(next);
    setBusy(false);
    setFailure(problem);
    password.current.value = "";
    password.current.focus();
  };
  /** Problems go as soon as they are mended. */
  const check = () => {
    if (email.current === null || password.current === null) return;
    const found = findProblems(email.current, password.current);
    setProblems((known) => ({
      ...(known.email && found.email && { email: found.email }),
      ...(known.password && found.password && { password: found.password }),
    }));
  };

  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => void submit(event)}
      onInput={check}
    >
      {failure === null ? null : (
        <Alert tone="error" title="Sign-in failed">
          {failure}
        </Alert>
      )}
      <Field label="E-mail address" error={problems.email}>
        <Input ref={email} name="email" type="email" autoComplete="username" autoFocus />
      </Field>
      <Field label="Password" error={problems.password}>
        <Input ref={password} name="password" type="password" autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" loading={busy}>
        Sign in
      </Button>
    </form>
  );
}

/** The server judges what was entered; here only what cannot be an address or is missing. */
function findProblems(email: HTMLInputElement, password: HTMLInputElement): Problems {
  return {
    ...((email.value.trim() === "" || !email.validity.valid) && {
      email: "Enter your e-mail address",
    }),
    ...(password.value === "" && { password: "Enter your password" }),
  };
}

/** Signs in; returns the error message on failure, else null. */
async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const status = await callAuth("sign-in/email", { email: email.trim(), password });
    if (status < 300) return null;
    if (status === TOO_MANY)
      return "Too many attempts in a short time. Wait a minute, then try again.";
    // One message for both, so that it does not reveal which addresses have accounts.
    if (REFUSED.has(status))
      return "Incorrect e-mail address or password. Check both and try again.";
    return "The server could not check your password. Try again in a moment.";
  } catch {
    return "The server could not be reached. Check that Microcosm is running, then try again.";
  }
}
