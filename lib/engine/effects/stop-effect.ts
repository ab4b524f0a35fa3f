import { childLocation } from "../kit/compiler";
import type { EffectKind } from "./contract";

/**
 * `{ stop: "…", reason: "…" }`: ends the run after this step when the expression is true. The first
 * reason counts.
 */
export const stopEffect: EffectKind<"stop"> = {
  key: "stop",
  compile: ({ stop, reason = "A condition to stop came true." }, location, { compiler }) => {
    const holds = compiler.compileCondition(stop, childLocation(location, "stop"));
    return (context) => {
      if (context.outcome.stopped === undefined && holds(context)) context.outcome.stopped = reason;
    };
  },
};
