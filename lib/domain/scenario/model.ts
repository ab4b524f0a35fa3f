import { z } from "zod";

/**
 * The group of endpoints that nobody put into another, and that answers where a scenario names
 * none.
 */
export const DEFAULT_MODEL_GROUP = "default";

/** A group of endpoints, by the name under which a study chooses who answers. */
export const modelGroup = z.string().min(1).max(60).meta({ title: "Group of endpoints" });

/** Several groups by share; weights need not add up to 1. */
const mixture = z
  .record(modelGroup, z.number().positive())
  .refine((weights) => Object.keys(weights).length > 0, "name at least one group, with its weight")
  .meta({ title: "Mixture: group of endpoints → weight", minProperties: 1 });

/**
 * Who answers for the agents of a type: one group, or each agent one of several, for the whole run.
 */
export const populationModel = z.union([modelGroup, mixture]);
export type PopulationModel = z.infer<typeof populationModel>;

/**
 * Who answers in a conversation, whoever speaks: one group for all of it, or for some of its parts.
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

/** The group that a conversation names for one of its parts. */
export const groupOfConversationPart = (
  model: ConversationModel | undefined,
  part: ConversationPart,
): string | undefined => (typeof model === "object" ? model[part] : model);

/** The groups of a population with their shares, which add up to 1. */
export function normalizeShares(
  model: PopulationModel,
): readonly { readonly group: string; readonly share: number }[] {
  if (typeof model === "string") return [{ group: model, share: 1 }];
  const weights = Object.entries(model);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return weights.map(([group, weight]) => ({ group, share: weight / total }));
}
