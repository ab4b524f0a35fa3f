-- DropIndex
DROP INDEX "scenario_project_id_name_key";

-- AlterTable
ALTER TABLE "dataset" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_money" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "removed_tokens" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "scenario" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "study" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_money" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "removed_tokens" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "deletion" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "within" TEXT,
    "deleted_by" TEXT,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,
    "purge_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "purged_at" TIMESTAMPTZ(3),
    "runs" INTEGER[] DEFAULT ARRAY[]::INTEGER[],

    CONSTRAINT "deletion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "deletion_subject_id_key" ON "deletion"("subject_id");

-- CreateIndex
CREATE INDEX "deletion_project_id_idx" ON "deletion"("project_id");

-- CreateIndex
CREATE INDEX "deletion_purge_at_idx" ON "deletion"("purge_at");

-- CreateIndex
CREATE INDEX "run_fork_of_id_idx" ON "run"("fork_of_id");

-- CreateIndex
CREATE INDEX "scenario_project_id_idx" ON "scenario"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "scenario_name_key" ON "scenario"("project_id", "name") WHERE (deleted_at IS NULL);
