import { compileEffects } from "../effects";
import { inside } from "../kit/compiler";
import { atOnce } from "../base/interruptible";
import { noPlan, type PhaseKind } from "./contract";

/** Effects without any decision: transmission, market clearing, pay-offs, ageing. An error in them fails the run. */
export const rules: PhaseKind<"rules"> = {
  key: "rules",
  compile: (phase, place, { compiler, rows }) => {
    const act = compileEffects(phase.rules, inside(place, "rules"), compiler, rows);
    return {
      plan: noPlan,
      commit: (moments, _planned, _outcomes, outcome) =>
        atOnce(() => {
          act({ ...moments.environment(), outcome });
          return { rejections: [] };
        }),
    };
  },
};
