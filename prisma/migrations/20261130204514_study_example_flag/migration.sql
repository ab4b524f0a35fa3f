-- The study that the installation starts by itself. Until now pages told it by how its name begins.
ALTER TABLE "study" ADD COLUMN "is_example" BOOLEAN NOT NULL DEFAULT false;

UPDATE "study" SET "is_example" = true,
  "name" = upper(left(substring("name" FROM '^Example:\s*(.*)$'), 1))
    || substr(substring("name" FROM '^Example:\s*(.*)$'), 2)
WHERE "created_by_id" IS NULL AND "name" ~ '^Example:\s*\S';
