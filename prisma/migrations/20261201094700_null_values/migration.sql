-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "null_values" TEXT;

-- AlterTable
ALTER TABLE "interview_message" ADD COLUMN     "null_values" TEXT;

-- AlterTable
ALTER TABLE "memory" ADD COLUMN     "null_values" TEXT;

-- AlterTable
ALTER TABLE "poll_answer" ADD COLUMN     "null_values" TEXT;

-- CreateIndex
CREATE INDEX "decision_null_values_idx" ON "decision"("run", "version", "seq") WHERE (null_values IS NOT NULL);
