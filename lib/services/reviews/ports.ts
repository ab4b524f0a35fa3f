import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { Review, SaveReview } from "@/lib/contracts/reviews";

/** One reviewer's verdict on one decision. `run` is the run's short key. */
export type ReviewKey = {
  readonly run: number;
  readonly version: number;
  readonly seq: number;
  readonly reviewerId: string;
};

export interface ReviewStore {
  /**
   * Creates or changes a review; fields left out stay as they are, null clears. The entry of the
   * audit log is made from the score before the change, null without a review.
   */
  save(
    key: ReviewKey,
    change: SaveReview,
    audit: {
      readonly entry: (before: Pick<Review, "score"> | null) => AuditEntry;
      readonly subjectId: string;
    },
  ): Promise<Review>;
}
