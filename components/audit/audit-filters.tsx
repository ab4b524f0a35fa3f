"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { NO_PERSON, type AuditPerson } from "@/lib/contracts/audit";
import { auditAction, auditKind, auditKindOf } from "@/lib/domain/audit";
import { actionLabel, KIND_LABELS } from "./labels";
import { isReversed, NO_FILTER, type AuditPageFilter } from "./filter";

const ALL = "all";

interface AuditFiltersProps {
  people: readonly AuditPerson[];
  filter: AuditPageFilter;
  onChange: (change: AuditPageFilter) => void;
}

/** Person, kind of object, action and days. */
export function AuditFilters({ people, filter, onChange }: AuditFiltersProps) {
  const { actor, kind, action } = filter;
  const actions = auditAction.options.filter(
    (option) => kind === undefined || auditKindOf(option) === kind,
  );
  return (
    <div
      role="search"
      aria-label="Filter the audit log"
      className="flex flex-wrap items-center gap-2"
    >
      <Select
        aria-label="Person"
        className="w-44"
        value={actor ?? ALL}
        options={peopleOptions(people, actor)}
        onValueChange={(value) => onChange({ actor: chosen(value) })}
      />
      <Select
        aria-label="Object"
        className="w-36"
        value={kind ?? ALL}
        options={[
          { value: ALL, label: "All objects" },
          ...auditKind.options.map((value) => ({ value, label: KIND_LABELS[value] })),
        ]}
        onValueChange={(value) => {
          const next = auditKind.safeParse(value).data;
          const staysValid = next === undefined || (action && auditKindOf(action) === next);
          onChange({ kind: next, ...(staysValid ? {} : { action: undefined }) });
        }}
      />
      <Select
        aria-label="Action"
        className="w-52"
        value={action ?? ALL}
        options={[
          { value: ALL, label: "All actions" },
          ...actions.map((value) => ({ value, label: actionLabel(value) })),
        ]}
        onValueChange={(value) => onChange({ action: auditAction.safeParse(value).data })}
      />
      <div className="flex flex-wrap items-center gap-2">
        <DayField label="From" value={filter.from} onChange={(from) => onChange({ from })} />
        <DayField
          label="To"
          value={filter.to}
          error={isReversed(filter) ? "Before the first day" : undefined}
          onChange={(to) => onChange({ to })}
        />
      </div>
      {Object.keys(filter).length > 0 ? (
        <Button variant="ghost" onClick={() => onChange(NO_FILTER)}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

const chosen = (value: string): string | undefined => (value === ALL ? undefined : value);

/** A person of a shared URL who has no entries in this project is shown, too. */
function peopleOptions(
  people: readonly AuditPerson[],
  actor: string | undefined,
): readonly SelectOption[] {
  const isListed =
    actor === undefined || actor === NO_PERSON || people.some(({ id }) => id === actor);
  return [
    { value: ALL, label: "All people" },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
    ...(isListed ? [] : [{ value: actor, label: "Another person" }]),
    { value: NO_PERSON, label: "Installation" },
  ];
}

function DayField({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string | undefined;
  error?: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Field label={label} error={error} className="flex-row flex-wrap items-center gap-2">
      <Input
        type="date"
        className="w-38"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      />
    </Field>
  );
}
