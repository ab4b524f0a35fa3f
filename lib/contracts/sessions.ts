import { z } from "zod";

/** A browser in which a person is signed in. */
const session = z.object({
  id: z.string(),
  /** "Firefox on Linux", as far as the browser says. */
  device: z.string(),
  /** Network address of its last request, to the minute. */
  address: z.string().nullable(),
  signedInAt: z.string(),
  /** To the minute. */
  lastSeenAt: z.string(),
  isCurrent: z.boolean(),
});
export type SessionSummary = z.infer<typeof session>;

/** The current one first, then those seen last. */
export const sessionList = z.array(session);

export const endedSessions = z.object({ ended: z.number() });
