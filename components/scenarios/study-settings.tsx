"use client";

import { Shuffle } from "lucide-react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { NumberInput } from "@/components/ui/number-input";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { ScenarioForm, StudyDraft } from "./draft";
import { BudgetFields } from "./budget-fields";
import { FailureFields } from "./failure-fields";
import { StudyModels } from "./study-models";

const SEEDS = 2 ** 31;

export interface StudySettingsProps {
  draft: StudyDraft;
  edit: (change: (draft: StudyDraft) => StudyDraft) => void;
  errorAt: (pointer: string) => string | undefined;
  scenario: ScenarioForm;
  endpoints: readonly Endpoint[];
  defaultRounds: number | undefined;
}

/** Rounds, replicates, seed, models and budget of a study. */
export function StudySettings({
  draft,
  edit,
  errorAt,
  scenario,
  endpoints,
  defaultRounds,
}: StudySettingsProps) {
  return (
    <fieldset className="flex flex-col gap-5 border-t border-border pt-5">
      <legend className="sr-only">Run settings</legend>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
        <Field
          label="Rounds"
          hint="Leave empty for the scenario default."
          error={errorAt("/rounds")}
        >
          <NumberInput
            value={draft.rounds}
            onValueChange={(rounds) => edit((known) => ({ ...known, rounds }))}
            min={1}
            max={10_000}
            placeholder={defaultRounds === undefined ? "" : String(defaultRounds)}
          />
        </Field>
        <Field
          label="Replicates"
          hint="Runs that differ only in their seed."
          error={errorAt("/replicates")}
        >
          <NumberInput
            value={draft.replicates}
            onValueChange={(replicates) => edit((known) => ({ ...known, replicates }))}
            min={1}
            max={200}
          />
        </Field>
        <Field label="Seed" hint="Leave empty for a random seed." error={errorAt("/seed")}>
          <SeedControl
            value={draft.seed}
            onChange={(seed) => edit((known) => ({ ...known, seed }))}
          />
        </Field>
      </div>
      <StudyModels
        draft={draft}
        edit={edit}
        errorAt={errorAt}
        groups={scenario.groups}
        endpoints={endpoints}
      />
      <BudgetFields
        value={draft}
        onChange={({ budget, record }) => edit((known) => ({ ...known, budget, record }))}
        errorAt={errorAt}
      />
      <FailureFields
        value={draft.failures}
        onChange={(failures) => edit((known) => ({ ...known, failures }))}
        errorAt={errorAt}
      />
    </fieldset>
  );
}

function SeedControl({
  value,
  onChange,
}: {
  value: number | null;
  onChange: (seed: number | null) => void;
}) {
  return (
    <div className="flex gap-1">
      <NumberInput
        value={value}
        onValueChange={onChange}
        min={0}
        max={SEEDS - 1}
        placeholder="random"
        className="flex-1"
      />
      <IconButton
        label="Generate a seed"
        onClick={() => onChange(Math.floor(Math.random() * SEEDS))}
      >
        <Shuffle aria-hidden />
      </IconButton>
    </div>
  );
}
