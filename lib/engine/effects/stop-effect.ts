import { childLocation } from "../kit/compiler";
import type { EffectKind } from "./contract";

/**
 * Compiles `{ stop: "…", reason: "…" }`: ends the run after this step if the expression is true.
 * Only the first reason is stored.
 */
export const stopEffect: EffectKind<"stop"> = {
  key: "stop",
  compile: ({ stop, reason = "A condition to stop came true." }, location, { compiler }) => {
    const holds = compiler.compileCondition(stop, childLocation(location, "stop"));
    return (context) => {
      if (context.collector.stopped === undefined && holds(context))
        context.collector.stopped = reason;
    };
  },
};
