import { compileEffects } from "../effects";
import { childLocation } from "../kit/compiler";
import { runIndivisibly } from "../base/interruptible";
import { noPlan, type PhaseKind } from "./contract";

/** Effects without any decision: transmission, market clearing, pay-offs, ageing. An error in them fails the run. */
export const rules: PhaseKind<"rules"> = {
  key: "rules",
  compile: (phase, location, { compiler, rows }) => {
    const act = compileEffects(phase.rules, childLocation(location, "rules"), compiler, rows);
    return {
      plan: noPlan,
      commit: (contexts, _planned, _outcomes, outcome) =>
        runIndivisibly(() => {
          act({ ...contexts.environment(), outcome });
          return { rejections: [] };
        }),
    };
  },
};
