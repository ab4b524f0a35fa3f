import { z } from "zod";

/**
 * A change from outside: effects in the scenario format, in order. `@/lib/domain/intervention`
 * builds the common ones (tell a text, set an attribute). The engine checks them against the
 * scenario; its problems point into this object (`/effects/0/tell`).
 */
export const interventionInput = z.strictObject({
  label: z.string().trim().min(1, "Enter a label").max(200),
  effects: z.array(z.unknown()).min(1, "Add at least one effect").max(200),
});
export type InterventionInput = z.input<typeof interventionInput>;

/**
 * `pending` until the next step boundary of an active run; then part of the run, or `failed` with
 * the reason.
 */
const interventionStatus = z.enum(["pending", "applied", "failed"]);

/**
 * `GET /api/runs/ID/interventions` returns a list of these, the latest last; `POST` returns the new
 * one.
 */
export const liveIntervention = z.object({
  id: z.string(),
  /** Position among the interventions of a run, from 1. */
  number: z.int(),
  label: z.string(),
  effects: z.array(z.unknown()),
  status: interventionStatus,
  /** Where it was applied: the version it created and its round. */
  version: z.int().nullable(),
  round: z.int().nullable(),
  problem: z.string().nullable(),
  /**
   * Name of its author; null for the command line and for deleted accounts.
   */
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
});
export type LiveIntervention = z.infer<typeof liveIntervention>;
