import { z } from "zod";

/**
 * Group of endpoints without an explicit group; it answers where a scenario names none.
 */
export const DEFAULT_MODEL_GROUP = "default";

/** Name of a group of endpoints, to which a study assigns a model. */
export const modelGroup = z.string().min(1).max(60).meta({ title: "Group of endpoints" });

/** Several groups by share; weights need not add up to 1. */
const mixture = z
  .record(modelGroup, z.number().positive())
  .refine((weights) => Object.keys(weights).length > 0, "name at least one group, with its weight")
  .meta({ title: "Mixture: group of endpoints → weight", minProperties: 1 });

/**
 * The model of an agent type: one group, or a mixture that assigns each agent a group for the run.
 */
export const populationModel = z.union([modelGroup, mixture]);
export type PopulationModel = z.infer<typeof populationModel>;

/**
 * The model of a conversation, overriding that of its speakers: one group for all parts, or per
 * part.
 */
export const conversationModel = z.union([
  modelGroup,
  z.strictObject({
    turns: modelGroup.optional(),
    moderation: modelGroup.optional(),
    script: modelGroup.optional(),
    closing: modelGroup.optional(),
  }),
]);
export type ConversationModel = z.infer<typeof conversationModel>;
export type ConversationPart = Exclude<keyof Exclude<ConversationModel, string>, symbol>;

/** Returns the group that a conversation names for one of its parts. */
export const groupOfConversationPart = (
  model: ConversationModel | undefined,
  part: ConversationPart,
): string | undefined => (typeof model === "object" ? model[part] : model);

/** Returns the groups of a mixture with shares that add up to 1. */
export function normalizeShares(
  model: PopulationModel,
): readonly { readonly group: string; readonly share: number }[] {
  if (typeof model === "string") return [{ group: model, share: 1 }];
  const weights = Object.entries(model);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return weights.map(([group, weight]) => ({ group, share: weight / total }));
}
