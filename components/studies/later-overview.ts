import type { StudyOverview } from "@/lib/contracts/study-overview";

/** Keeps what is known when an answer arrives that a later one overtook: nothing goes back. */
export const laterOverview = (
  known: StudyOverview | undefined,
  received: StudyOverview,
): StudyOverview => (known && received.version < known.version ? known : received);
