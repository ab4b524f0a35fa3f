"use client";

import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { MOST_HOPS, type NetworkPicture } from "@/lib/contracts/network";
import type { RunDetail } from "@/lib/contracts/runs";
import { readAgentIds } from "../live/agent-ids";
import type { NetworkPlace } from "./place";
import { attributeKey } from "./scale";

export interface NetworkControlsProps {
  run: RunDetail;
  picture: NetworkPicture;
  place: NetworkPlace;
  colour: string;
  change: (to: Partial<NetworkPlace>) => void;
  legend: ReactNode;
}

const ALIKE = "alike";

/** What is shown, and what colours and sizes stand for. */
export function NetworkControls({ run, picture, place, colour, change, legend }: NetworkControlsProps) {
  const several = picture.types.length > 1;
  const options = picture.attributes.map((attribute) => ({
    value: attributeKey(attribute),
    label: several ? `${attribute.label} (${picture.types.find(({ name }) => name === attribute.of)?.label ?? attribute.of})` : attribute.label,
    isNumber: attribute.type === "number" || attribute.type === "integer",
  }));
  return (
    <div className="flex flex-col gap-3">
      {run.networks.length > 1 ? (
        <Field label="Network">
          <Select value={picture.network} onValueChange={(network) => change({ network, colour: null, size: null, focus: null, agent: null })} options={run.networks.map(({ name, label }) => ({ value: name, label }))} />
        </Field>
      ) : null}
      <Field label="Colour">
        <Select value={colour} onValueChange={(next) => change({ colour: next })} options={[...options, { value: "ties", label: "Number of ties" }, { value: "type", label: "Type" }]} />
      </Field>
      {legend}
      <Field label="Size">
        <Select
          value={place.size ?? ALIKE}
          onValueChange={(next) => change({ size: next === ALIKE ? null : next })}
          options={[{ value: ALIKE, label: "All alike" }, { value: "ties", label: "Number of ties" }, ...options.filter(({ isNumber }) => isNumber)]}
        />
      </Field>
      <Around key={place.focus} picture={picture} place={place} change={change} />
      {picture.shown === "sample" ? (
        <Button size="sm" className="self-start" onClick={() => change({ sample: place.sample + 1 })}>
          Another sample
        </Button>
      ) : null}
    </div>
  );
}

function Around({ picture, place, change }: Pick<NetworkControlsProps, "picture" | "place" | "change">) {
  const [typed, setTyped] = useState(place.focus ?? "");
  const show = () => {
    const [id = null] = readAgentIds(typed, picture.types[0]?.name ?? "");
    if (id !== place.focus) change({ focus: id, agent: id });
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <Field label="Around an agent" className="flex-1">
        <Input value={typed} placeholder={`${picture.types[0]?.name ?? "Agent"}-1`} maxLength={70} onChange={(event) => setTyped(event.target.value)} onBlur={show} />
      </Field>
      {place.focus === null ? null : (
        <Field label="Ties away">
          <Select value={String(place.hops)} onValueChange={(next) => change({ hops: Number(next) })} options={Array.from({ length: MOST_HOPS }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }))} className="w-16" />
        </Field>
      )}
    </form>
  );
}
