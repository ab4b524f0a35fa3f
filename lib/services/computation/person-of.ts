import type { Actor } from "@/lib/domain/access";

/** The key of an actor whose computations wait for each other. */
export const personOf = (actor: Actor): string =>
  actor.kind === "user" ? actor.userId : actor.kind;
