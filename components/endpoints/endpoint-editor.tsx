"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useRef } from "react";
import { useForm, useWatch } from "react-hook-form";
import { ApiError, failureMessage, problemAt } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { StickyBar } from "@/components/ui/sticky-bar";
import { getPreset } from "@/lib/contracts/endpoint-presets";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { applyPreset } from "./apply-preset";
import { endpointForm, toFormValues, type EndpointForm } from "./endpoint-form-values";
import { GroupField } from "./group-field";
import { KeyField } from "./key-field";
import { LimitFields } from "./limit-fields";
import { ModelPicker } from "./model-picker";
import { PresetField } from "./preset-field";
import { ProbeReport } from "./probe-report";
import { useSaveEndpoint } from "./use-save-endpoint";
import { useTestEndpoint } from "./use-test-endpoint";

const FIELDS = {
  "/name": "name",
  "/baseUrl": "baseUrl",
  "/model": "model",
  "/apiKey": "apiKey",
  "/concurrency": "concurrency",
  "/timeoutMs": "timeoutSeconds",
  "/group": "group",
  "/priceIn": "priceIn",
  "/priceOut": "priceOut",
} as const;

export interface EndpointEditorProps {
  endpoint: Endpoint | null;
  endpoints: readonly Endpoint[];
  onDone: () => void;
}

/** The form of an endpoint, with a test that makes real calls before anything is saved. */
export function EndpointEditor({ endpoint, endpoints, onDone }: EndpointEditorProps) {
  const form = useForm<EndpointForm>({
    resolver: zodResolver(endpointForm),
    mode: "onTouched",
    defaultValues: toFormValues(endpoint),
  });
  const {
    register,
    control,
    handleSubmit,
    setError,
    setValue,
    trigger,
    getValues,
    reset,
    formState,
  } = form;
  const { errors } = formState;
  const [presetId, model] = useWatch({ control, name: ["preset", "model"] });
  const preset = getPreset(presetId);
  const save = useSaveEndpoint(endpoint, onDone);
  const showProblems = (error: unknown) => {
    if (!(error instanceof ApiError)) return;
    for (const [pointer, field] of Object.entries(FIELDS)) {
      const message = problemAt(error.problems, pointer);
      if (message !== undefined) setError(field, { message });
    }
  };
  const pick = (name: string) =>
    setValue("model", name, { shouldDirty: true, shouldValidate: true });
  const { test, models } = useTestEndpoint({ endpoint, onOnlyModel: pick, onError: showProblems });
  const report = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (test.data !== undefined || test.isError || save.isError)
      report.current?.scrollIntoView({ block: "nearest" });
  }, [test.data, test.isError, save.isError]);
  const builtIn = endpoint?.isBuiltIn === true;

  const submit = handleSubmit(async (values) => {
    await save.mutateAsync(values).catch(showProblems);
  });
  const probe = async () => {
    if (await trigger(["baseUrl", "apiKey"])) test.mutate(getValues());
  };

  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={(event) => void submit(event)}
    >
      {builtIn ? null : (
        <PresetField
          preset={preset}
          onChange={(id) =>
            reset(applyPreset(getValues(), id, endpoint !== null), { keepDefaultValues: true })
          }
        />
      )}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field
          label="Display name"
          hint="Shown in forms and files."
          error={errors.name?.message}
          required
        >
          <Input {...register("name")} disabled={builtIn} placeholder="Lab server" />
        </Field>
        <Field
          label="Base URL"
          hint="Up to and including /v1."
          error={errors.baseUrl?.message}
          required
        >
          <Input
            {...register("baseUrl")}
            disabled={builtIn}
            type="url"
            inputMode="url"
            spellCheck={false}
            placeholder={preset.exampleUrl}
          />
        </Field>
        <div className="sm:col-span-2">
          <Field
            label="Model"
            hint="The model ID of the server. Leave empty and test to list the available models."
            error={errors.model?.message}
            required
          >
            <div className="flex gap-2">
              <Input
                {...register("model")}
                disabled={builtIn}
                spellCheck={false}
                autoComplete="off"
                placeholder={preset.exampleModel}
              />
              {models.length > 0 && !builtIn ? (
                <ModelPicker models={models} value={model} onPick={pick} />
              ) : null}
            </div>
          </Field>
        </div>
        {builtIn ? null : (
          <div className="sm:col-span-2">
            <KeyField form={form} stored={endpoint?.hasKey === true} preset={preset} />
          </div>
        )}
        <div className="sm:col-span-2">
          <GroupField form={form} endpoints={endpoints} id={endpoint?.id} />
        </div>
        <LimitFields form={form} />
      </div>
      <div ref={report} aria-live="polite" className="flex flex-col gap-3 empty:hidden">
        {test.data && !test.isPending ? (
          <ProbeReport result={test.data.result} chosen={test.data.model !== ""} />
        ) : null}
        {test.isError ? (
          <Alert tone="error" title="The endpoint could not be tested">
            {failureMessage(test.error)}
          </Alert>
        ) : null}
        {save.isError ? (
          <Alert tone="error" title="The endpoint was not saved">
            {failureMessage(save.error)}
          </Alert>
        ) : null}
      </div>
      <StickyBar
        edge="bottom"
        className={cn(
          "-bottom-5 -mx-5 -mb-5 flex flex-wrap items-center justify-between gap-2",
          "rounded-b-lg border-t border-border bg-popover px-5 py-3",
        )}
      >
        <span className="text-sm text-muted-foreground">
          {save.isPending ? "Testing (up to 30 s)…" : ""}
        </span>
        <span className="flex flex-wrap items-center justify-end gap-2">
          <Button loading={test.isPending} onClick={() => void probe()}>
            Test
          </Button>
          <Button variant="ghost" onClick={onDone}>
            Close
          </Button>
          <Button type="submit" variant="primary" loading={save.isPending}>
            {endpoint === null ? "Add endpoint" : "Save"}
          </Button>
        </span>
      </StickyBar>
    </form>
  );
}
