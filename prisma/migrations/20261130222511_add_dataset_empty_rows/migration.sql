-- AlterTable
ALTER TABLE "dataset" ADD COLUMN     "empty_rows" INTEGER NOT NULL DEFAULT 0;
