"use client";

import { createContext, useContext } from "react";

export interface FieldContextValue {
  controlId: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

export const FieldContext = createContext<FieldContextValue | null>(null);

export interface ControlAria {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
  "aria-required"?: boolean | "true" | "false" | undefined;
}

/** Returns the id and aria attributes that tie a control to its Field; own attributes win. */
export function useFieldControl(own: ControlAria): {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
} {
  const field = useContext(FieldContext);
  const id = own.id ?? field?.controlId;
  const describedBy = own["aria-describedby"] ?? field?.describedBy;
  const invalid = isSet(own["aria-invalid"]) ?? field?.invalid ?? false;
  const required = isSet(own["aria-required"]) ?? field?.required ?? false;
  return {
    ...(id === undefined ? {} : { id }),
    ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
    ...(invalid ? { "aria-invalid": true as const } : {}),
    ...(required ? { "aria-required": true as const } : {}),
  };
}

/** Like `useFieldControl`, for groups of controls, which `<label for>` cannot reference. */
export function useFieldGroup(
  own: ControlAria & { "aria-labelledby"?: string | undefined; "aria-label"?: string | undefined },
) {
  const field = useContext(FieldContext);
  const labelledBy =
    own["aria-labelledby"] ?? (own["aria-label"] === undefined ? field?.labelId : undefined);
  return {
    ...useFieldControl(own),
    ...(labelledBy === undefined ? {} : { "aria-labelledby": labelledBy }),
  };
}

function isSet(value: boolean | string | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== false && value !== "false";
}
