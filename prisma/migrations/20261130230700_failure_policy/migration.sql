-- AlterTable
ALTER TABLE "interview_message" ADD COLUMN     "problem" TEXT;

-- AlterTable
ALTER TABLE "study" ADD COLUMN     "pause_after" INTEGER,
ADD COLUMN     "token_cap" INTEGER;
