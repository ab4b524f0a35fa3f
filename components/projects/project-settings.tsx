"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { failureMessage, request } from "@/components/api";
import { DeleteButton } from "@/components/deletions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast-store";
import type { ViewerProject } from "@/lib/contracts/account";
import { projectInput } from "@/lib/contracts/projects";

/** The name of the current project, for its owners. */
export function ProjectSettings({ project }: { project: ViewerProject }) {
  const router = useRouter();
  const [failure, setFailure] = useState<string | null>(null);
  const { register, handleSubmit, formState, reset } = useForm<z.infer<typeof projectInput>>({
    resolver: zodResolver(projectInput),
    values: { name: project.name },
    resetOptions: { keepDirtyValues: true },
  });
  const submit = handleSubmit(async ({ name }) => {
    setFailure(null);
    try {
      await request("PATCH", `/api/projects/${project.id}`, z.unknown(), {
        body: { name, formerName: project.name },
      });
      toast.success("The project was renamed");
      reset({ name });
      router.refresh();
    } catch (error) {
      setFailure(failureMessage(error));
    }
  });
  return (
    <>
      <Card className="max-w-xl">
        <CardHeader title="Project" />
        <CardBody>
          <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
            <Field label="Name" error={formState.errors.name?.message} required>
              <Input autoComplete="off" maxLength={100} {...register("name")} />
            </Field>
            {failure === null ? null : (
              <Alert tone="error" title="The project was not renamed">
                {failure}
              </Alert>
            )}
            <div>
              <Button type="submit" variant="primary" loading={formState.isSubmitting}>
                Rename
              </Button>
            </div>
          </form>
        </CardBody>
      </Card>
      <Card className="max-w-xl">
        <CardHeader
          title="Delete project"
          description="Its studies, runs, scenarios and tables go with it, for all its members."
        />
        <CardBody>
          <DeleteButton kind="project" id={project.id} leaveTo="/" variant="danger" />
        </CardBody>
      </Card>
    </>
  );
}
