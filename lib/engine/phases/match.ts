import { inside } from "../run/compiler";
import { IDLE, type PhaseKind } from "./contract";

/** Pairs or groups of agents of one type. Does not run yet. */
export const match: PhaseKind<"match"> = {
  key: "match",
  callsModel: false,
  compile: (phase, place, { compiler }) => {
    compiler.known(inside(place, "match").pointer, "agent type", phase.match, Object.keys(compiler.scenario.agents));
    return IDLE;
  },
};
