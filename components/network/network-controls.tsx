"use client";

import { useState, type ReactNode } from "react";
import { parseAgentIds } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { MAX_HOPS, type NetworkPicture } from "@/lib/contracts/network";
import type { RunDetail } from "@/lib/contracts/runs";
import { isAgentId, type NetworkViewState } from "./network-view-state";
import { attributeKey } from "./colour-scale";

export interface NetworkControlsProps {
  run: RunDetail;
  picture: NetworkPicture;
  state: NetworkViewState;
  colour: string;
  change: (to: Partial<NetworkViewState>) => void;
  legend: ReactNode;
  /** Why the requested agent cannot be shown. */
  problem: string | undefined;
}

const UNIFORM = "alike";

/** Controls for what is shown and what colours and sizes encode. */
export function NetworkControls({
  run,
  picture,
  state,
  colour,
  change,
  legend,
  problem,
}: NetworkControlsProps) {
  const several = picture.types.length > 1;
  const typeLabel = (type: string) =>
    picture.types.find(({ name }) => name === type)?.label ?? type;
  const options = picture.attributes.map((attribute) => ({
    value: attributeKey(attribute),
    label: several ? `${attribute.label} (${typeLabel(attribute.of)})` : attribute.label,
    isNumber: attribute.type === "number" || attribute.type === "integer",
  }));
  return (
    <div className="flex flex-col gap-3">
      {run.networks.length > 1 ? (
        <Field label="Network">
          <Select
            value={picture.network}
            onValueChange={(network) =>
              change({ network, colour: null, size: null, focus: null, agent: null })
            }
            options={run.networks.map(({ name, label }) => ({ value: name, label }))}
          />
        </Field>
      ) : null}
      <Field label="Colour">
        <Select
          value={colour}
          onValueChange={(next) => change({ colour: next })}
          options={[
            ...options,
            { value: "ties", label: "Number of ties" },
            { value: "type", label: "Type" },
          ]}
        />
      </Field>
      {legend}
      <Field label="Size">
        <Select
          value={state.size ?? UNIFORM}
          onValueChange={(next) => change({ size: next === UNIFORM ? null : next })}
          options={[
            { value: UNIFORM, label: "Uniform" },
            { value: "ties", label: "Number of ties" },
            ...options.filter(({ isNumber }) => isNumber),
          ]}
        />
      </Field>
      <FocusField picture={picture} state={state} change={change} problem={problem} />
      {picture.shown === "sample" ? (
        <Button
          size="sm"
          className="self-start"
          onClick={() => change({ sample: state.sample + 1 })}
        >
          New sample
        </Button>
      ) : null}
    </div>
  );
}

function FocusField({
  picture,
  state,
  change,
  problem,
}: Pick<NetworkControlsProps, "picture" | "state" | "change" | "problem">) {
  const types = picture.types.map(({ name }) => name);
  const [typed, setTyped] = useState({ text: state.focus ?? "", of: state.focus });
  const [isRefused, setRefused] = useState(false);
  // Follow changes of the address that were made elsewhere.
  if (typed.of !== state.focus) {
    setTyped({ text: state.focus ?? "", of: state.focus });
    setRefused(false);
  }
  const show = () => {
    const named = findByName(picture.names, typed.text);
    const ids = named.length > 0 ? named : parseAgentIds(typed.text, types[0] ?? "");
    const [id = null] = ids;
    const isWrong = ids.length > 1 || (id !== null && !isAgentId(id, types));
    setRefused(isWrong);
    if (isWrong || id === state.focus) return;
    change({ focus: id, agent: id });
  };
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <Field
        label="Neighbourhood of"
        error={isRefused ? describeRefusal(findByName(picture.names, typed.text), types) : problem}
        hint={state.focus === null ? undefined : picture.names[state.focus]}
        className="flex-1"
      >
        <Input
          value={typed.text}
          placeholder={`${types[0] ?? "Agent"}-1`}
          maxLength={70}
          onChange={(event) => {
            setTyped({ ...typed, text: event.target.value });
            setRefused(false);
          }}
          onBlur={show}
        />
      </Field>
      {state.focus === null ? null : (
        <Field label="Distance">
          <Select
            value={String(state.hops)}
            onValueChange={(next) => change({ hops: Number(next) })}
            options={Array.from({ length: MAX_HOPS }, (_, index) => ({
              value: String(index + 1),
              label: String(index + 1),
            }))}
            className="w-16"
          />
        </Field>
      )}
    </form>
  );
}

const MAX_SUGGESTED = 3;

/** The shown agents with this name, whatever its case. */
function findByName(names: NetworkPicture["names"], text: string): string[] {
  const wanted = text.trim().toLowerCase();
  return Object.keys(names).filter((id) => names[id]?.toLowerCase() === wanted);
}

function describeRefusal(namesakes: readonly string[], types: readonly string[]): string {
  if (namesakes.length <= 1)
    return (
      "Enter the ID of one agent, for example " +
      `${types.map((type) => `${type}-1`).join(" or ")}, or the name of one that is shown`
    );
  const shown = namesakes.slice(0, MAX_SUGGESTED).join(", ");
  const rest = namesakes.length > MAX_SUGGESTED ? ", …" : "";
  return `${String(namesakes.length)} agents have this name. Enter the ID of one: ${shown}${rest}`;
}
