"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ApiError, failureMessage, problemAt, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast-store";
import { passwordChange, type PasswordChange } from "@/lib/contracts/passwords";

const EMPTY: PasswordChange = { currentPassword: "", newPassword: "" };

/** Changes the reader's own password. */
export function ChangePasswordForm() {
  const [failure, setFailure] = useState<string | null>(null);
  const { register, handleSubmit, reset, setError, formState } = useForm<PasswordChange>({
    resolver: zodResolver(passwordChange),
    mode: "onTouched",
    defaultValues: EMPTY,
  });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (body) => {
    setFailure(null);
    try {
      await request("PUT", "/api/account/password", z.unknown(), { body });
      reset(EMPTY);
      toast.success("The password was changed", {
        description: "All other sessions of yours have ended.",
      });
    } catch (error) {
      const problems = error instanceof ApiError ? error.problems : [];
      for (const name of ["currentPassword", "newPassword"] as const) {
        const message = problemAt(problems, `/${name}`);
        if (message !== undefined) setError(name, { message }, { shouldFocus: true });
      }
      setFailure(failureMessage(error));
    }
  });
  return (
    <Card className="max-w-xl">
      <CardHeader
        title="Password"
        description="A change ends all your sessions in other browsers."
      />
      <CardBody>
        <form
          noValidate
          method="post"
          className="flex flex-col gap-4"
          onSubmit={(event) => void submit(event)}
        >
          <Field label="Current password" error={errors.currentPassword?.message} required>
            <Input
              type="password"
              autoComplete="current-password"
              {...register("currentPassword")}
            />
          </Field>
          <Field
            label="New password"
            hint="At least 10 characters."
            error={errors.newPassword?.message}
            required
          >
            <Input type="password" autoComplete="new-password" {...register("newPassword")} />
          </Field>
          {failure === null ? null : (
            <Alert tone="error" title="The password was not changed">
              {failure}
            </Alert>
          )}
          <div>
            <Button type="submit" variant="primary" loading={isSubmitting}>
              Change password
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
