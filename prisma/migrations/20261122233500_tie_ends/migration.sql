-- The ties of an agent: those it is the source of, and those it is the target of. Only rows of networks have ends, so that the
-- others do not pay. Run, table and end are one key, which no other index has: otherwise a server without statistics, as right
-- after the set-up of a large run, takes any index that begins with run and table and reads the whole network for every agent.
-- Not in the schema: Prisma has no words for indexes over expressions, and leaves them alone.
CREATE INDEX "row_version_source_idx" ON "row_version"((("run"::text || ' ' || "table" || ' ' || ("data" ->> 'source')) COLLATE "C")) WHERE "data" ? 'source';
CREATE INDEX "row_version_target_idx" ON "row_version"((("run"::text || ' ' || "table" || ' ' || ("data" ->> 'target')) COLLATE "C")) WHERE "data" ? 'source';
