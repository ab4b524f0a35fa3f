import { compileEffects } from "../effects";
import { childLocation } from "../kit/compiler";
import { planNothing, type PhaseKind } from "./contract";

/**
 * Compiles effects without decisions: transmission, market clearing, payoffs, ageing. An error in
 * them fails the run.
 */
export const rulesPhase: PhaseKind<"rules"> = {
  key: "rules",
  compile: (phase, location, { compiler, rows }) => {
    const act = compileEffects(phase.rules, {
      location: childLocation(location, "rules"),
      compiler,
      rows,
    });
    return {
      plan: planNothing,
      *commit({ contexts, collector }) {
        const rest = act({ ...contexts.environment(), collector });
        if (rest) yield* rest;
        return { rejections: [] };
      },
    };
  },
};
