-- AlterTable
ALTER TABLE "embedding_call" ADD COLUMN     "failure" TEXT;
