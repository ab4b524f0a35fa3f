import { inside } from "../run/compiler";
import { IDLE, type PhaseKind } from "./contract";

/** Groups that each hold a conversation. Does not run yet. */
export const converse: PhaseKind<"converse"> = {
  key: "converse",
  callsModel: true,
  compile: (phase, place, { compiler }) => {
    compiler.known(inside(place, "converse").pointer, "conversation", phase.converse, Object.keys(compiler.scenario.conversations));
    return IDLE;
  },
};
