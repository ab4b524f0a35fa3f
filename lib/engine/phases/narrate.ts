import { IDLE, type PhaseKind } from "./contract";

/** The environment's model answers typed questions about the world. Does not run yet. */
export const narrate: PhaseKind<"narrate"> = { key: "narrate", callsModel: true, compile: () => IDLE };
