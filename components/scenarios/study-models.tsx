"use client";

import Link from "next/link";
import { describeAssignment, ModelSelect } from "@/components/endpoints";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { type ModelChoice, resolveChoice } from "@/lib/domain/run";
import type { ModelGroupUse } from "@/lib/domain/scenario";
import { draftModelChoice, modelPointer, type StudyDraft } from "./draft";

export interface StudyModelsProps {
  draft: StudyDraft;
  edit: (change: (draft: StudyDraft) => StudyDraft) => void;
  errorAt: (pointer: string) => string | undefined;
  groups: readonly ModelGroupUse[];
  endpoints: readonly Endpoint[];
}

/** One model choice for each group that the scenario uses, usually a single one. */
export function StudyModels({ draft, edit, errorAt, groups, endpoints }: StudyModelsProps) {
  const choices = groups.map((named) => ({
    ...named,
    choice: draftModelChoice(draft, named.group, endpoints),
  }));
  const demos = choices.filter(({ choice }) => isDemo(choice, endpoints));
  const select = (group: string, choice: ModelChoice | undefined) => (
    <ModelSelect
      endpoints={endpoints}
      value={choice}
      onValueChange={(next) =>
        edit((known) => ({ ...known, models: { ...known.models, [group]: next } }))
      }
    />
  );
  const [only, ...others] = choices;
  return (
    <div className="flex flex-col gap-3">
      {only && others.length === 0 ? (
        <Field label="Model" aside={MANAGE} error={errorAt(modelPointer(only.group))}>
          {select(only.group, only.choice)}
        </Field>
      ) : (
        <fieldset className="flex flex-col gap-3">
          <legend className="font-semibold">Models</legend>
          <p className="text-sm text-muted-foreground">
            The scenario uses several model groups. Each agent stays in one group for the whole run.
          </p>
          <p className="text-sm text-muted-foreground">{MANAGE}</p>
          <ul className="flex flex-col divide-y divide-border rounded-md border border-border">
            {choices.map(({ group, choice, agents, tasks }) => (
              <li key={group} className="p-3">
                <Field
                  label={group}
                  aside={describeAssignment({ agents, tasks })}
                  error={errorAt(modelPointer(group))}
                >
                  {select(group, choice)}
                </Field>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      {demos.length === 0 ? null : (
        <Alert tone="warning" title="The built-in demo model is not an LLM">
          {demos.length === choices.length
            ? "It answers"
            : `For ${demos.map(({ group }) => `“${group}”`).join(", ")} it answers`}{" "}
          by fixed rules, for trying things out immediately and at no cost. Its results say nothing
          about people or language models.
        </Alert>
      )}
    </div>
  );
}

const MANAGE = (
  <Link href="/models" className="rounded-sm hover:text-foreground hover:underline">
    Manage endpoints
  </Link>
);

function isDemo(choice: ModelChoice | undefined, endpoints: readonly Endpoint[]): boolean {
  const resolved = choice && resolveChoice(choice, endpoints);
  return resolved?.ok === true && resolved.endpoints.some((endpoint) => endpoint.isDemo);
}
