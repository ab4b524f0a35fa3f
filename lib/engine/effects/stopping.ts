import { inside } from "../kit/compiler";
import type { EffectKind } from "./contract";

/** `{ stop: "…", reason: "…" }`: ends the run after this step when the expression is true. The first reason counts. */
export const stopping: EffectKind<"stop"> = {
  key: "stop",
  compile: ({ stop, reason = "A condition to stop came true." }, place, { compiler }) => {
    const holds = compiler.truth(stop, inside(place, "stop"));
    return (moment) => {
      if (moment.outcome.stopped === undefined && holds(moment)) moment.outcome.stopped = reason;
    };
  },
};
