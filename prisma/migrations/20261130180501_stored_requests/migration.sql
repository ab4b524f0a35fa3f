-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "envelope" TEXT,
ADD COLUMN     "seed" INTEGER;

-- AlterTable
ALTER TABLE "interview_message" ADD COLUMN     "request" TEXT;

-- AlterTable
ALTER TABLE "poll_answer" ADD COLUMN     "earlier" JSONB,
ADD COLUMN     "envelope" TEXT,
ADD COLUMN     "head" TEXT,
ADD COLUMN     "seed" INTEGER;

-- CreateTable
CREATE TABLE "request_envelope" (
    "run" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "request_envelope_pkey" PRIMARY KEY ("run","hash")
);
