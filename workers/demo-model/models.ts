import { ApiError } from "./api-error";
import { NOTICE } from "./http";

export const MODEL = "microcosm-demo";

const ENTRY = {
  id: MODEL,
  object: "model",
  created: 1_735_689_600,
  owned_by: "microcosm",
  description: NOTICE,
};

export const MODEL_LIST = JSON.stringify({ object: "list", data: [ENTRY] });

/**
 * Every name that begins with `microcosm-demo` is served, each with different answers.
 * @throws ApiError 404 for any other name
 */
export function requireModel(name: string): void {
  if (name.startsWith(MODEL)) return;
  throw new ApiError(404, `The model '${name}' does not exist or you do not have access to it.`, {
    param: "model",
    code: "model_not_found",
  });
}

export function describeModel(name: string): string {
  requireModel(name);
  return JSON.stringify({ ...ENTRY, id: name });
}
