import type { ModelGroup, ModelTarget } from "./ports";

/** One endpoint, for whoever calls groups. */
export const groupOfOne = (target: ModelTarget): ModelGroup => ({
  name: target.name,
  model: target.model,
  targets: [target],
});
