-- AlterTable
ALTER TABLE "deletion" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "retain_prompts_days" INTEGER,
ADD COLUMN     "retain_studies_days" INTEGER;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "prompts_deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "prompts_purged_until" TIMESTAMPTZ(3);
