"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { get, queryKeys } from "@/components/api";
import { ModelSelect } from "@/components/endpoints";
import { InterventionFields } from "@/components/interventions";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { Population } from "@/lib/contracts/population";
import { endpoint } from "@/lib/contracts/endpoints";
import type { Forks } from "@/lib/contracts/forks";
import type { RunDetail } from "@/lib/contracts/runs";
import type { ModelChoices } from "@/lib/domain/run";
import { toJsonPointer } from "@/lib/domain/scenario";
import { forkRounds, defaultForkRound, type ForkForm } from "./fork-form";

const MAX_LISTED = 200;

export interface ForkFieldsProps {
  run: RunDetail;
  points: Forks;
  population: Population;
  form: ForkForm;
  onChange: (form: ForkForm) => void;
  errorAt: (pointer: string) => string | undefined;
}

export function ForkFields({ run, points, population, form, onChange, errorAt }: ForkFieldsProps) {
  const edit = (change: Partial<ForkForm>) => onChange({ ...form, ...change });
  const rounds = forkRounds(points);
  const round = form.round ?? defaultForkRound(points) ?? 1;
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field
          label="Fork at the start of"
          error={errorAt("/round")}
          hint={describeSharedHistory(round, points.continueAt)}
        >
          {rounds.length > MAX_LISTED ? (
            <NumberInput
              value={round}
              onValueChange={(value) => edit({ round: value })}
              min={1}
              max={rounds[0]}
              step={1}
            />
          ) : (
            <Select
              value={String(round)}
              onValueChange={(value) => edit({ round: Number(value) })}
              options={rounds.map((one) => ({
                value: String(one),
                label: roundLabel(one, points.continueAt, run.progress.round),
              }))}
            />
          )}
        </Field>
        <Field
          label="Total rounds"
          error={errorAt("/rounds")}
          hint={`This run has ${String(points.rounds)}.`}
        >
          <NumberInput
            value={form.rounds}
            onValueChange={(value) => edit({ rounds: value })}
            min={round}
            max={10_000}
            step={1}
            placeholder={String(points.rounds)}
          />
        </Field>
      </div>
      <ModelFields
        run={run}
        value={form.models}
        onChange={(models) => edit({ models })}
        errorAt={errorAt}
      />
      <Field label="Change">
        <RadioGroup
          value={form.change}
          onValueChange={(change) =>
            edit({ change: change === "intervention" ? "intervention" : "none" })
          }
          options={[
            {
              value: "none",
              label: "No intervention",
              description:
                "With the same models and rounds, and a model that gives the same answer to " +
                "the same prompt, the fork ends in the same result.",
            },
            {
              value: "intervention",
              label: `Apply an intervention at round ${String(round)}`,
              description: "Before anything else happens in the fork.",
            },
          ]}
        />
      </Field>
      {form.change === "intervention" ? (
        <div className="border-l-2 border-border pl-4">
          <InterventionFields
            runId={run.id}
            population={population}
            form={form.intervention}
            onChange={(intervention) => edit({ intervention })}
            errorAt={errorAt}
          />
        </div>
      ) : null}
    </>
  );
}

function roundLabel(round: number, continueAt: number | null, current: number): string {
  if (round === continueAt) return `Round ${String(round)} (continue after the end)`;
  return round === current && continueAt === null
    ? `Round ${String(round)} (current)`
    : `Round ${String(round)}`;
}

function describeSharedHistory(round: number, continueAt: number | null): string {
  if (round === continueAt)
    return "The whole history is shared. Set more rounds than this run had.";
  return round === 1
    ? "Only the setup is shared: world and agents."
    : `Setup and ${round === 2 ? "round 1 are" : `rounds 1 to ${String(round - 1)} are`} ` +
        "shared: world, memories and decisions.";
}

/** Chooses the model of the fork, for each group of the scenario. */
function ModelFields({
  run,
  value,
  onChange,
  errorAt,
}: {
  run: RunDetail;
  value: ModelChoices;
  onChange: (models: ModelChoices) => void;
  errorAt: (pointer: string) => string | undefined;
}) {
  const { data: endpoints = [] } = useQuery({
    queryKey: queryKeys.endpoints,
    queryFn: ({ signal }) => get("/api/endpoints", z.array(endpoint), signal),
  });
  const several = run.models.length > 1;
  return run.models.map(({ group, choice, name, model }) => (
    <Field
      key={group}
      label={several ? `Model for “${group}”` : "Model"}
      error={errorAt(toJsonPointer(["models", group]))}
      hint={
        several
          ? undefined
          : "Applies from the fork onwards. Shared rounds keep the answers of this run."
      }
    >
      <ModelSelect
        endpoints={endpoints}
        value={value[group]}
        onValueChange={(next) => onChange({ ...value, [group]: next })}
        unchanged={{
          label:
            run.isDemo && !several
              ? `Same as this run: ${name} (not an LLM)`
              : `Same as this run: ${name} · ${model}`,
          choice,
          onSelect: () =>
            onChange(
              Object.fromEntries(Object.entries(value).filter(([known]) => known !== group)),
            ),
        }}
      />
    </Field>
  ));
}
