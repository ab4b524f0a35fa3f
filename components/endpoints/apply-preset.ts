import { type EndpointPreset, getPreset } from "@/lib/contracts/endpoint-presets";
import type { EndpointForm } from "./endpoint-form-values";

type PresetDefaults = Pick<EndpointForm, "name" | "baseUrl" | "concurrency" | "timeoutSeconds">;

/** The values that a preset suggests. */
const presetDefaults = ({
  id,
  label,
  baseUrl,
  concurrency,
  timeoutSeconds,
}: EndpointPreset): PresetDefaults => ({
  name: id === "custom" ? "" : label,
  baseUrl: baseUrl ?? "",
  concurrency,
  timeoutSeconds,
});

/**
 * Returns the form after another preset was chosen. Fields that are empty or unchanged since the
 * previous preset take the new suggestions; typed values stay. Of a stored endpoint only empty
 * fields change.
 */
export function applyPreset(values: EndpointForm, preset: string, stored: boolean): EndpointForm {
  const before = presetDefaults(getPreset(values.preset));
  const after = presetDefaults(getPreset(preset));
  const next = <Key extends keyof PresetDefaults>(key: Key): PresetDefaults[Key] => {
    const value = values[key];
    const untouched = value === "" || value === null || (!stored && value === before[key]);
    return untouched ? after[key] : value;
  };
  return {
    ...values,
    preset,
    name: next("name"),
    baseUrl: next("baseUrl"),
    concurrency: next("concurrency"),
    timeoutSeconds: next("timeoutSeconds"),
  };
}
