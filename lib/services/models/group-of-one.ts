import type { ModelGroup, ModelTarget } from "./ports";

/** Wraps one endpoint as a group, for code that calls groups. */
export const groupOfOne = (target: ModelTarget): ModelGroup => ({
  name: target.name,
  model: target.model,
  targets: [target],
});
