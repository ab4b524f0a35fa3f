-- The label of the first step, as pages show it.
ALTER TABLE "run" ALTER COLUMN "phase" SET DEFAULT 'Setup';
UPDATE "run" SET "phase" = 'Setup' WHERE "phase" = 'Set-up';
