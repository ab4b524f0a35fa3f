/*
  Warnings:

  - You are about to drop the column `total_steps` on the `run` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "about" TEXT,
ADD COLUMN     "corrected" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "trimmed" TEXT;

-- AlterTable
ALTER TABLE "memory" ADD COLUMN     "cites" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "embedder" TEXT,
ADD COLUMN     "embedding" BYTEA;

-- AlterTable
ALTER TABLE "run" DROP COLUMN "total_steps",
ADD COLUMN     "datasets" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "done" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "embedder_id" UUID,
ADD COLUMN     "fork_change" TEXT,
ADD COLUMN     "fork_of_id" UUID,
ADD COLUMN     "fork_round" INTEGER,
ADD COLUMN     "fork_version" INTEGER,
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'Set-up',
ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "span" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "intervention" (
    "id" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "effects" JSON NOT NULL,
    "version" INTEGER,
    "round" INTEGER,
    "problem" TEXT,
    "created_by_id" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMP(3),

    CONSTRAINT "intervention_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "columns" JSON NOT NULL,
    "rows" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "created_by_id" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMP(3),

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_chunk" (
    "dataset_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "rows" JSON NOT NULL,

    CONSTRAINT "dataset_chunk_pkey" PRIMARY KEY ("dataset_id","seq")
);

-- CreateTable
CREATE TABLE "interview_message" (
    "id" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "agent_type" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "model" TEXT,
    "endpoint" TEXT,
    "prompt_tokens" INTEGER NOT NULL DEFAULT 0,
    "completion_tokens" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interview_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "poll" (
    "id" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "intro" TEXT NOT NULL,
    "items" JSON NOT NULL,
    "agent_type" TEXT NOT NULL,
    "agents" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'running',
    "problem" TEXT,
    "created_by_id" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMP(3),

    CONSTRAINT "poll_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "poll_answer" (
    "poll_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "agent" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "message" TEXT,
    "values" JSONB,
    "prompt" TEXT,
    "raw" TEXT,
    "model" TEXT,
    "endpoint" TEXT,
    "prompt_tokens" INTEGER NOT NULL DEFAULT 0,
    "completion_tokens" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "poll_answer_pkey" PRIMARY KEY ("poll_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "intervention_run_number_key" ON "intervention"("run", "number");

-- CreateIndex
CREATE INDEX "dataset_project_id_name_idx" ON "dataset"("project_id", "name");

-- CreateIndex
CREATE INDEX "interview_message_run_agent_user_id_created_at_idx" ON "interview_message"("run", "agent", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "poll_run_created_at_idx" ON "poll"("run", "created_at");

-- AddForeignKey
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_chunk" ADD CONSTRAINT "dataset_chunk_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_fork_of_id_fkey" FOREIGN KEY ("fork_of_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "poll_answer" ADD CONSTRAINT "poll_answer_poll_id_fkey" FOREIGN KEY ("poll_id") REFERENCES "poll"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Where finished runs stood; runs under way counted their steps in another way and cannot go on.
UPDATE "run" SET "round" = last."round", "phase" = last."phase", "done" = 1
FROM (SELECT DISTINCT ON ("run") "run", "round", "phase" FROM "step" ORDER BY "run", "version" DESC) AS last
WHERE last."run" = "run"."key";
UPDATE "run" SET "status" = 'cancelled', "finished_at" = now(), "active_since" = NULL,
  "status_reason" = 'This run began under an earlier version of the program and cannot go on. Its results so far are kept; run the study again.'
WHERE "status" IN ('queued', 'running', 'paused', 'failed') AND "version" > 0;
