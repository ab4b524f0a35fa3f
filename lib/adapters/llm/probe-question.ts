import { z } from "zod";
import type { ModelRequest } from "@/lib/engine";

const COLOURS = ["teal", "ochre", "crimson", "indigo"] as const;

const expected = z.object({
  hue: z.enum(COLOURS),
  tally: z.int().min(1).max(1_000),
  remark: z.string(),
});

/**
 * The question of the Test button. The prompt mentions neither JSON nor these names, so that only a
 * server that enforces the schema answers in its shape; temperature 1 and several possible answers,
 * so that only a server that honours the seed answers twice alike.
 */
export const PROBE_QUESTION: ModelRequest = {
  messages: [
    { role: "system", content: "You are a person who answers briefly." },
    {
      role: "user",
      content:
        "Think of a colour, of a number from 1 to 1000, and tell in one short sentence " +
        "how your morning was.",
    },
  ],
  schema: {
    name: "test_answer",
    schema: {
      type: "object",
      properties: {
        hue: { type: "string", enum: [...COLOURS] },
        tally: { type: "integer", minimum: 1, maximum: 1_000 },
        remark: { type: "string", maxLength: 200 },
      },
      required: ["hue", "tally", "remark"],
      additionalProperties: false,
    },
  },
  temperature: 1,
  // Enough tokens for a model that reasons first.
  maxTokens: 800,
  seed: 20_240,
  affinity: "probe",
};

/** Whether an answer has the requested shape. */
export function fitsQuestion(text: string): boolean {
  try {
    return expected.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

const METRES = { minimum: 0.125, maximum: 0.875 };
const boundsAnswer = z.object({ metres: z.number() });

/**
 * A question whose obvious answer is outside the bounds of its schema, which the prompt does not
 * mention: only a server that enforces them answers within.
 */
export const BOUNDS_QUESTION: ModelRequest = {
  ...PROBE_QUESTION,
  messages: [{ role: "user", content: "How many metres long is one kilometre?" }],
  schema: {
    name: "test_bounds",
    schema: {
      type: "object",
      properties: { metres: { type: "number", ...METRES } },
      required: ["metres"],
      additionalProperties: false,
    },
  },
  temperature: 0,
};

/** Whether the answer keeps to the bounds; null where it has no number. */
export function keepsBounds(text: string): boolean | null {
  try {
    const { metres } = boundsAnswer.parse(JSON.parse(text));
    return metres >= METRES.minimum && metres <= METRES.maximum;
  } catch {
    return null;
  }
}
