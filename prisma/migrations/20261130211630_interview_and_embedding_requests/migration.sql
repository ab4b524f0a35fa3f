-- AlterTable
ALTER TABLE "interview_message" ADD COLUMN     "envelope" TEXT,
ADD COLUMN     "head" TEXT,
ADD COLUMN     "messages" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "seed" INTEGER;

-- CreateTable
CREATE TABLE "embedding_call" (
    "id" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "texts" TEXT[],

    CONSTRAINT "embedding_call_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "embedding_call_run_idx" ON "embedding_call"("run");
