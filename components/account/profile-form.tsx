"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { failureMessage, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast-store";
import { updateProfile, type UpdateProfile, type Viewer } from "@/lib/contracts/account";

/** Changes the reader's own name, and shows the address with which they sign in. */
export function ProfileForm({ name, email }: Pick<Viewer, "name" | "email">) {
  const router = useRouter();
  const [failure, setFailure] = useState<string | null>(null);
  const { register, handleSubmit, reset, formState } = useForm<UpdateProfile>({
    resolver: zodResolver(updateProfile),
    mode: "onTouched",
    values: { name },
    resetOptions: { keepDirtyValues: true },
  });
  const submit = handleSubmit(async (body) => {
    setFailure(null);
    try {
      await request("POST", "/api/auth/update-user", z.unknown(), { body });
      reset(body);
      toast.success("Your name was changed");
      router.refresh();
    } catch (error) {
      setFailure(failureMessage(error));
    }
  });
  return (
    <Card className="max-w-xl">
      <CardHeader
        title="Profile"
        description="Members of your projects see your name and address."
      />
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <Field label="Name" error={formState.errors.name?.message} required>
            <Input autoComplete="name" maxLength={100} {...register("name")} />
          </Field>
          <Field label="E-mail address" hint="Used to sign in. It cannot be changed here.">
            <Input type="email" readOnly value={email} />
          </Field>
          {failure === null ? null : (
            <Alert tone="error" title="Your name was not changed">
              {failure}
            </Alert>
          )}
          <div>
            <Button type="submit" variant="primary" loading={formState.isSubmitting}>
              Save name
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
