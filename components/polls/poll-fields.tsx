"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Population } from "@/lib/contracts/population";
import { ItemFields } from "./item-fields";
import { newItem, type PollForm } from "./poll-form";
import { SampleFields } from "./sample-fields";

const MAX_ITEMS = 50;

export interface PollFieldsProps {
  population: Population;
  form: PollForm;
  onChange: (form: PollForm) => void;
  errorAt: (pointer: string) => string | undefined;
}

export function PollFields({ population, form, onChange, errorAt }: PollFieldsProps) {
  const edit = (change: Partial<PollForm>) => onChange({ ...form, ...change });
  const { questionnaires } = population;
  const chosen = questionnaires.find(({ name }) => name === form.questionnaire);
  return (
    <>
      {questionnaires.length === 0 ? null : (
        <Field label="Questions">
          <RadioGroup
            appearance="segments"
            value={form.questionnaire === null ? "own" : "scenario"}
            onValueChange={(from) =>
              edit({ questionnaire: from === "own" ? null : (questionnaires[0]?.name ?? null) })
            }
            options={[
              { value: "scenario", label: "From the scenario" },
              { value: "own", label: "Custom" },
            ]}
          />
        </Field>
      )}
      {chosen ? (
        <Field
          label="Questionnaire"
          error={errorAt("/questionnaire")}
          hint={chosen.items.map(({ label }) => label).join(" · ")}
        >
          <Select
            value={chosen.name}
            onValueChange={(questionnaire) => edit({ questionnaire })}
            options={questionnaires.map(({ name, label }) => ({ value: name, label }))}
          />
        </Field>
      ) : (
        <OwnQuestions form={form} edit={edit} errorAt={errorAt} />
      )}
      <SampleFields population={population} form={form} edit={edit} errorAt={errorAt} />
      <Field
        label="Name"
        error={errorAt("/label")}
        hint="Shown in the list of polls. Defaults to the name of the questionnaire, or Poll."
      >
        <Input
          value={form.label}
          maxLength={200}
          onChange={(event) => edit({ label: event.target.value })}
        />
      </Field>
    </>
  );
}

type OwnProps = Pick<PollFieldsProps, "form" | "errorAt"> & {
  edit: (change: Partial<PollForm>) => void;
};

function OwnQuestions({ form, edit, errorAt }: OwnProps) {
  const { items } = form;
  const add = () =>
    edit({ items: [...items, newItem(Math.max(0, ...items.map(({ key }) => key)) + 1)] });
  return (
    <>
      <Field
        label="Introduction"
        error={errorAt("/intro")}
        hint="Shown before the questions. Optional."
      >
        <Textarea
          rows={2}
          autoGrow
          className="min-h-14"
          value={form.intro}
          maxLength={10_000}
          onChange={(event) => edit({ intro: event.target.value })}
        />
      </Field>
      <ol aria-label="Questions" className="flex flex-col gap-3">
        {items.map((item, index) => (
          <li key={item.key}>
            <ItemFields
              item={item}
              number={index + 1}
              errorAt={(field) => errorAt(`/items/${String(index)}/${field}`)}
              onChange={(next) =>
                edit({ items: items.map((known) => (known.key === item.key ? next : known)) })
              }
              onRemove={
                items.length === 1
                  ? undefined
                  : () => edit({ items: items.filter(({ key }) => key !== item.key) })
              }
            />
          </li>
        ))}
      </ol>
      <div>
        <Button size="sm" disabled={items.length >= MAX_ITEMS} onClick={add}>
          <Plus aria-hidden />
          Add question
        </Button>
      </div>
    </>
  );
}
