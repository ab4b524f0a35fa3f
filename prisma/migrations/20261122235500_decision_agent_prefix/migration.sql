-- The beginning of an id is looked up by an index only if it is in the order of characters: the default one is not, in most languages of a database.
-- DropIndex
DROP INDEX "decision_run_agent_idx";

-- CreateIndex
CREATE INDEX "decision_run_agent_idx" ON "decision"("run", "agent" text_pattern_ops);
