import { writeAuditWithPrisma } from "./audit-store";
import type { Review } from "@/lib/contracts/reviews";
import type { ReviewStore } from "@/lib/services/reviews/ports";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";
import { Prisma } from "./generated/client";
import { storableText } from "@/lib/domain/text/storable-text";

/** Reviews of decisions: one per decision and reviewer. */
export const reviewStore = ({ prisma }: Database): ReviewStore => ({
  async save({ run, version, seq, reviewerId }, change, audit) {
    const { score, comment, rewrite } = change;
    const data = {
      ...(score !== undefined && { score }),
      ...(comment !== undefined && { comment: comment && storableText(comment) }),
      ...(rewrite !== undefined && {
        rewrite: rewrite === null ? Prisma.DbNull : (rewrite as Prisma.InputJsonObject),
      }),
    };
    const saved = await inPrismaTransaction(prisma, async (transaction) => {
      const where = { run_version_seq_reviewerId: { run, version, seq, reviewerId } };
      const before = await transaction.review.findUnique({ where, select: { score: true } });
      await writeAuditWithPrisma(transaction, audit.entry(before), audit.subjectId);
      return transaction.review.upsert({
        where,
        create: { run, version, seq, reviewerId, ...data },
        update: data,
      });
    });
    return {
      score: saved.score,
      rewrite: saved.rewrite as Review["rewrite"],
      comment: saved.comment,
      updatedAt: saved.updatedAt.toISOString(),
    };
  },
});
