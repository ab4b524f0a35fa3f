import { z } from "zod";

/**
 * A change from outside: effects as a scenario writes them, in their order.
 * `@/lib/domain/intervention` makes the usual ones (tell something to a type or to chosen agents,
 * set an attribute of one agent). The engine checks them against the scenario; its problems point
 * into this object (`/effects/0/tell`).
 */
export const interventionInput = z.strictObject({
  label: z.string().trim().min(1, "Say in a few words what happens").max(200),
  effects: z.array(z.unknown()).min(1, "Add at least one effect").max(200),
});
export type InterventionInput = z.input<typeof interventionInput>;

/**
 * `pending` until the next step boundary of a run that is going; then part of the run, or `failed`
 * with the reason.
 */
export const interventionStatus = z.enum(["pending", "applied", "failed"]);

/** `GET /api/runs/ID/interventions` gives a list of these, the latest last; `POST` the new one. */
export const liveIntervention = z.object({
  id: z.string(),
  /** Counts the interventions of a run, from 1. */
  number: z.int(),
  label: z.string(),
  effects: z.array(z.unknown()),
  status: interventionStatus,
  /** Where it was applied: the version it made and the round it fell into. */
  version: z.int().nullable(),
  round: z.int().nullable(),
  problem: z.string().nullable(),
  /**
   * The name of who asked for it; null when that was the command line, or when the account is gone.
   */
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
});
export type LiveIntervention = z.infer<typeof liveIntervention>;
