import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // Only commands that use a database read it, and those are this project's
  // (scripts/schema-engine.mjs).
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://nobody@127.0.0.1:1/none" },
});
