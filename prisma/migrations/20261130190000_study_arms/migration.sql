-- A study is an aggregate with arms; a run refers to its arm. Until now every study had one
-- condition, always 'all': it becomes the one arm "baseline". Ids are time-ordered (UUID version 7),
-- at the time of the study.
CREATE TABLE "study_arm" (
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "parameters" JSON NOT NULL DEFAULT '{}',

    CONSTRAINT "study_arm_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "study_arm_study_id_number_key" ON "study_arm"("study_id", "number");
CREATE UNIQUE INDEX "study_arm_study_id_name_key" ON "study_arm"("study_id", "name");
CREATE UNIQUE INDEX "study_arm_study_id_id_key" ON "study_arm"("study_id", "id");
ALTER TABLE "study_arm" ADD CONSTRAINT "study_arm_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;

WITH arm AS (
  SELECT s.id AS study_id, s.created_at,
         CASE WHEN coalesce(r.condition, 'all') = 'all' THEN 'baseline' ELSE r.condition END AS name
  FROM "study" s LEFT JOIN (SELECT DISTINCT study_id, condition FROM "run") r ON r.study_id = s.id
)
INSERT INTO "study_arm" ("id", "study_id", "number", "name")
SELECT encode(set_bit(set_bit(overlay(
         uuid_send(gen_random_uuid())
         PLACING substring(int8send(floor(extract(epoch FROM created_at) * 1000)::bigint) FROM 3)
         FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
       study_id, row_number() OVER (PARTITION BY study_id ORDER BY name), name
FROM (SELECT DISTINCT study_id, created_at, name FROM arm) AS arms;

ALTER TABLE "run" ADD COLUMN "arm_id" UUID;
UPDATE "run" r SET "arm_id" = a.id FROM "study_arm" a
WHERE a.study_id = r.study_id
  AND a.name = CASE WHEN r.condition = 'all' THEN 'baseline' ELSE r.condition END;
ALTER TABLE "run" ALTER COLUMN "arm_id" SET NOT NULL;
ALTER TABLE "run" DROP COLUMN "condition";
ALTER TABLE "run" ADD CONSTRAINT "run_study_id_arm_id_fkey" FOREIGN KEY ("study_id", "arm_id") REFERENCES "study_arm"("study_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One run per arm and replicate. Forks share those of their origin; `fork_version` marks them even
-- after their origin was deleted. Over an expression, which is null for forks: Prisma leaves such
-- indexes alone, and takes a partial one for a difference from the schema.
CREATE UNIQUE INDEX "run_arm_replicate_key" ON "run"((CASE WHEN "fork_version" IS NULL THEN "arm_id" END), "replicate");
