"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { ApiError, failureMessage, problemAt, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { Select } from "@/components/ui/select";
import { probeResult, type Endpoint } from "@/lib/contracts/endpoints";
import { endpointForm, formOf, PURPOSES, toInput, type EndpointForm } from "./endpoint-form-values";
import { KeyField } from "./key-field";
import { ProbeReport } from "./probe-report";
import { useSaveEndpoint } from "./use-save-endpoint";

const FIELDS = { "/name": "name", "/baseUrl": "baseUrl", "/model": "model", "/apiKey": "apiKey", "/concurrency": "concurrency", "/timeoutMs": "timeoutSeconds" } as const;
const MODELS = "endpoint-models";

/** The fields of one endpoint, with a test that makes a real call before anything is saved. */
export function EndpointEditor({ endpoint, onDone }: { endpoint: Endpoint | null; onDone: () => void }) {
  const form = useForm<EndpointForm>({ resolver: zodResolver(endpointForm), mode: "onTouched", defaultValues: formOf(endpoint) });
  const { register, control, handleSubmit, setError, trigger, getValues, formState } = form;
  const { errors } = formState;
  const save = useSaveEndpoint(endpoint, onDone);
  const test = useMutation({
    mutationFn: (values: EndpointForm) => {
      const { baseUrl, model, apiKey } = toInput(values);
      const body = { baseUrl, model, ...(apiKey !== undefined && { apiKey }), ...(endpoint && { endpointId: endpoint.id }) };
      return request("POST", "/api/endpoints/test", probeResult, { body });
    },
    onError: (error) => showProblems(error),
  });
  const builtIn = endpoint?.isBuiltIn === true;

  const showProblems = (error: unknown) => {
    if (!(error instanceof ApiError)) return;
    for (const [pointer, field] of Object.entries(FIELDS)) {
      const message = problemAt(error.problems, pointer);
      if (message !== undefined) setError(field, { message });
    }
  };
  const submit = handleSubmit(async (values) => {
    await save.mutateAsync(values).catch(showProblems);
  });
  const probe = async () => {
    if (await trigger(["baseUrl", "model", "apiKey"])) test.mutate(getValues());
  };

  return (
    <form noValidate method="post" className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Field label="Name" hint="How it is called in forms and files." error={errors.name?.message} required>
        <Input {...register("name")} disabled={builtIn} placeholder="Lab server" />
      </Field>
      <Field label="Base URL" hint="Up to and including /v1." error={errors.baseUrl?.message} required>
        <Input {...register("baseUrl")} disabled={builtIn} type="url" inputMode="url" spellCheck={false} placeholder="http://127.0.0.1:8000/v1" />
      </Field>
      {builtIn ? null : <KeyField form={form} stored={endpoint?.hasKey === true} />}
      <Field label="Model" hint="As the server names it. A test lists the models it offers." error={errors.model?.message} required>
        <Input {...register("model")} disabled={builtIn} list={MODELS} spellCheck={false} autoComplete="off" placeholder="Qwen/Qwen3-8B" />
      </Field>
      <datalist id={MODELS}>
        {test.data?.models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <details open={builtIn || errors.concurrency !== undefined || errors.timeoutSeconds !== undefined ? true : undefined} className="rounded-md border border-border">
        <summary className="focus-inset cursor-pointer rounded-md px-3 py-1.5 font-semibold">Advanced</summary>
        <div className="grid grid-cols-1 gap-4 px-3 pt-2 pb-4 sm:grid-cols-2">
          <Field label="Calls at once" hint="More than the server can take only makes it slower." error={errors.concurrency?.message}>
            <Controller control={control} name="concurrency" render={({ field: { onChange, ...field } }) => <NumberInput {...field} onValueChange={onChange} min={1} max={2_000} />} />
          </Field>
          <Field label="Time-out" hint="After this, a call is tried again." error={errors.timeoutSeconds?.message}>
            <Controller control={control} name="timeoutSeconds" render={({ field: { onChange, ...field } }) => <NumberInput {...field} onValueChange={onChange} min={1} max={900} step={10} unit="s" />} />
          </Field>
          <Field label="Use" hint="Test it: only what a test found to embed is used for that.">
            <Controller control={control} name="group" render={({ field: { value, onChange } }) => <Select value={value} onValueChange={onChange} options={PURPOSES} />} />
          </Field>
        </div>
      </details>
      <div aria-live="polite" className="flex flex-col gap-3 empty:hidden">
        {test.data && !test.isPending ? <ProbeReport result={test.data} /> : null}
        {test.isError ? <Alert tone="error" title="The test was not made">{failureMessage(test.error)}</Alert> : null}
        {save.isError ? <Alert tone="error" title="The endpoint was not saved">{failureMessage(save.error)}</Alert> : null}
      </div>
      <div className="flex flex-wrap justify-between gap-2">
        <Button loading={test.isPending} onClick={() => void probe()}>
          Test
        </Button>
        <span className="flex gap-2">
          <Button variant="ghost" onClick={onDone}>
            Close
          </Button>
          <Button type="submit" variant="primary" loading={save.isPending}>
            {endpoint === null ? "Add endpoint" : "Save"}
          </Button>
        </span>
      </div>
    </form>
  );
}
