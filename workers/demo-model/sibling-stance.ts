import type { NumberNode } from "./json-schema";
import { topicStems, type Persona } from "./persona";
import { stanceScale } from "./valence";

/** Properties of the numbers of an answer that an accompanying text must not contradict. */
export interface SiblingStance {
  /** For or against, -1 … 1; null when no number takes a side. */
  readonly stance: number | null;
  /** The direction in which the person moved from their stated position; null without one. */
  readonly move: number | null;
}

export const NO_SIBLING_STANCE: SiblingStance = { stance: null, move: null };

/** Adds one more number. The first number that takes a side counts. */
export function updateSiblingStance(
  known: SiblingStance,
  {
    persona,
    name,
    node,
    value,
  }: {
    readonly persona: Persona;
    readonly name: string;
    readonly node: NumberNode;
    readonly value: number;
  },
): SiblingStance {
  const { minimum, maximum, about } = node;
  if (known.stance !== null || minimum === null || maximum === null || maximum <= minimum)
    return known;
  const anchor = persona.anchorFor(topicStems(name, about), [minimum, maximum]);
  const [low, high] = anchor?.scale ?? [minimum, maximum];
  const direction = stanceScale(name, about, low);
  if (direction === 0) return known;
  const stance = direction * (((value - low) / (high - low)) * 2 - 1);
  return {
    stance,
    move: anchor === null ? null : (direction * (value - anchor.value)) / (high - low),
  };
}
