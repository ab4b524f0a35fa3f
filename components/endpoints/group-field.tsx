"use client";

import { Controller, useWatch, type UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { EndpointForm } from "./endpoint-form-values";
import { suggestGroupNames, conflictingModels } from "./endpoint-groups";

const LIST = "endpoint-groups";

export interface GroupFieldProps {
  form: UseFormReturn<EndpointForm>;
  endpoints: readonly Endpoint[];
  id: string | undefined;
}

/** The group of an endpoint, with a warning when another model is in it. */
export function GroupField({ form: { control, formState }, endpoints, id }: GroupFieldProps) {
  const [group, model] = useWatch({ control, name: ["group", "model"] });
  const others = conflictingModels(group, endpoints, { id, model });
  return (
    <div className="flex flex-col gap-1">
      <Field
        label="Group"
        hint={
          "Scenarios select models by group, for example small, large or judge. Endpoints of " +
          "a group that serve the same model share its calls and replace each other on " +
          "failure. The group embeddings embeds the memories of agents."
        }
        error={formState.errors.group?.message}
      >
        <Controller
          control={control}
          name="group"
          render={({ field }) => (
            <Input {...field} list={LIST} spellCheck={false} autoComplete="off" />
          )}
        />
      </Field>
      <datalist id={LIST}>
        {suggestGroupNames(endpoints).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p aria-live="polite" className="text-sm text-warning empty:hidden">
        {others.length === 0
          ? null
          : `“${group}” already contains ${others.join(", ")}. With a second model, the group ` +
            "can no longer be selected as a whole, only its endpoints individually."}
      </p>
    </div>
  );
}
