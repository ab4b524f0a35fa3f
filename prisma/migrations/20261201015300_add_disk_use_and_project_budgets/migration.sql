-- AlterTable
ALTER TABLE "project" ADD COLUMN     "budget_money" DOUBLE PRECISION,
ADD COLUMN     "budget_tokens" BIGINT;

-- CreateTable
CREATE TABLE "disk_use" (
    "subject_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "rows" BIGINT NOT NULL,

    CONSTRAINT "disk_use_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "disk_measurement" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "measured_at" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "disk_measurement_pkey" PRIMARY KEY ("id")
);
