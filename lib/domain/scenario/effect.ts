import { z } from "zod";
import { type Expression, expression, name, template } from "./primitives";

/**
 * The only ways in which the world changes. Expressions see the scope of their position.
 */
export type Effect =
  | { set: string; to: Expression }
  | { insert: string; row: Record<string, Expression> }
  | {
      insert: string;
      between: [Expression, Expression];
      row?: Record<string, Expression> | undefined;
    }
  | { delete: Expression }
  | { delete: string; between: [Expression, Expression] }
  | { tell: Expression; text: string; importance?: Expression | undefined }
  | { stop: Expression; reason?: string | undefined }
  | { when: Expression; do: Effect[]; else?: Effect[] | undefined }
  | { forEach: Expression; as: string; do: Effect[] }
  | { let: Record<string, Expression>; do: Effect[] }
  | { run: string; with: Record<string, Expression>; as: string; do: Effect[] }
  | { call: string; with?: Record<string, Expression> | undefined };

/** Discriminating keys of the kinds of effect, in documented order. */
export const EFFECT_KEYS = [
  "set",
  "insert",
  "delete",
  "tell",
  "stop",
  "when",
  "forEach",
  "let",
  "run",
  "call",
] as const;
export type EffectKey = (typeof EFFECT_KEYS)[number];

const path = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/,
    "write it as variable.attribute, for example self.opinion",
  );
const cells = z.record(name, expression);
const ends = z.tuple([expression, expression]);

export const effect: z.ZodType<Effect> = z.lazy(() =>
  z.union([
    /**
     * `self.opinion`, `world.price`, `application.status`: an attribute of a row that a variable
     * holds.
     */
    z.strictObject({ set: path, to: expression }),
    z.strictObject({ insert: name, row: cells }),
    /** A tie of a network. */
    z.strictObject({ insert: name, between: ends, row: cells.optional() }),
    /** A row or a list of rows. */
    z.strictObject({ delete: expression }),
    z.strictObject({ delete: name, between: ends }),
    /** Adds a memory to an agent, a list of agents, or every agent of a type. */
    z.strictObject({ tell: expression, text: template, importance: expression.optional() }),
    /** Ends the run after this phase when the expression is true. */
    z.strictObject({ stop: expression, reason: z.string().max(300).optional() }),
    z.strictObject({ when: expression, do: z.array(effect), else: z.array(effect).optional() }),
    z.strictObject({ forEach: expression, as: name, do: z.array(effect) }),
    z.strictObject({ let: cells, do: z.array(effect) }),
    /** A registered operator, as `name@version`; its result is bound to `as`. */
    z.strictObject({
      run: z
        .string()
        .regex(/^[a-zA-Z]+@\d+$/, "write it as name@version, for example doubleAuction@1"),
      with: cells,
      as: name,
      do: z.array(effect),
    }),
    /** The effects of a procedure, with values for its parameters. */
    z.strictObject({ call: name, with: cells.optional() }),
  ]),
);
export const effects = z.array(effect).max(200);

/** Returns the kind of an effect. */
export function effectKey(candidate: Effect): EffectKey {
  for (const key of EFFECT_KEYS) if (key in candidate) return key;
  throw new TypeError("not an effect");
}
