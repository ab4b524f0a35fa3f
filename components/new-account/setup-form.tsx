"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ApiError, failureMessage, request } from "@/components/api";
import { loadPage } from "@/components/auth";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { createOwner, type CreateOwner } from "@/lib/contracts/account";
import { AccountFields } from "./account-fields";

const FIELDS = ["name", "email", "password", "setupCode"] as const;

/** Creates the owner's account on the first visit and signs in with it. */
export function SetupForm({ needsCode }: { needsCode: boolean }) {
  const [failure, setFailure] = useState<string | null>(null);
  const { register, handleSubmit, setError, formState } = useForm<CreateOwner>({
    resolver: zodResolver(createOwner),
    mode: "onTouched",
    defaultValues: { name: "", email: "", password: "", ...(needsCode && { setupCode: "" }) },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  const submit = handleSubmit(async (values) => {
    setFailure(null);
    try {
      await request("POST", "/api/setup", z.unknown(), { body: values });
      loadPage("/studies");
    } catch (error) {
      const problems = error instanceof ApiError ? error.problems : [];
      for (const name of FIELDS) {
        const problem = problems.find(({ pointer }) => pointer === `/${name}`);
        if (problem) setError(name, { message: problem.message });
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
      <AccountFields
        register={register}
        errors={errors}
        emailHint="Used to sign in. No e-mail is sent."
      />
      {needsCode ? (
        <Field
          label="Setup code"
          hint="Shown in the terminal where Microcosm was started."
          error={errors.setupCode?.message}
          required
        >
          <Input autoComplete="one-time-code" spellCheck={false} {...register("setupCode")} />
        </Field>
      ) : null}
      {failure === null ? null : (
        <Alert tone="error" title="The account was not created">
          {failure}
        </Alert>
      )}
      <Button type="submit" variant="primary" loading={isSubmitting || isSubmitSuccessful}>
        Create account
      </Button>
    </form>
  );
}
