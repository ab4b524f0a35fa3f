-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "cost" DOUBLE PRECISION,
ADD COLUMN     "earlier" JSONB,
ADD COLUMN     "request" BIGINT,
ADD COLUMN     "reused" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "endpoint" ADD COLUMN     "enabled" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "preset" TEXT NOT NULL DEFAULT 'custom',
ADD COLUMN     "price_in" DOUBLE PRECISION,
ADD COLUMN     "price_out" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "cost" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "embedding_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "inherited_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "models" JSON NOT NULL DEFAULT '{}',
ADD COLUMN     "pause_cause" TEXT,
ADD COLUMN     "record_of" INTEGER,
ADD COLUMN     "resume_at" TIMESTAMP(3),
ADD COLUMN     "resume_tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reused" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "study" ADD COLUMN     "budget_money" DOUBLE PRECISION,
ADD COLUMN     "budget_tokens" BIGINT,
ADD COLUMN     "estimate" JSON,
ADD COLUMN     "record" TEXT NOT NULL DEFAULT 'fresh';

-- AlterTable
ALTER TABLE "interview_message" ADD COLUMN     "cost" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "poll_answer" ADD COLUMN     "cost" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "process_status" (
    "id" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "roles" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMP(3) NOT NULL,
    "seen_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "memory" BIGINT NOT NULL DEFAULT 0,
    "endpoints" JSON NOT NULL DEFAULT '{}',

    CONSTRAINT "process_status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_hold" (
    "study_id" UUID NOT NULL,
    "process" TEXT NOT NULL,
    "tokens" BIGINT NOT NULL,
    "money" DOUBLE PRECISION NOT NULL,
    "seen_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_hold_pkey" PRIMARY KEY ("study_id","process")
);

-- CreateIndex
CREATE INDEX "process_status_seen_at_idx" ON "process_status"("seen_at");

-- CreateIndex
CREATE INDEX "decision_request_idx" ON "decision"("request");

-- CreateIndex
CREATE INDEX "decision_run_agent_idx" ON "decision"("run", "agent");

-- CreateIndex
CREATE INDEX "decision_faults_idx" ON "decision"("run", "version", "seq") WHERE (status <> 'valid'::text);

-- CreateIndex
CREATE INDEX "row_version_deleted_idx" ON "row_version"("run", "table", "ordinal") WHERE (data IS NULL);

-- AddForeignKey
ALTER TABLE "budget_hold" ADD CONSTRAINT "budget_hold_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
