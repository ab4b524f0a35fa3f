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
import { loadPage } from "./load-page";

const credentials = z.object({
  email: z.email("Enter your e-mail address"),
  password: z.string().min(1, "Enter your password"),
});
type Credentials = z.infer<typeof credentials>;

const TOO_MANY = 429;
const REFUSED = new Set([400, 401, 403]);

/** `next` is a path of this site, already checked. */
export function SignInForm({ next }: { next: string }) {
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
