import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
// A fresh clone has none; tests of the adapters import it.
const DATABASE_CLIENT = "scripts/database-client.mjs";
// Far longer than a test takes on a busy machine: only what hangs is ended.
const TIMEOUTS = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,workers,cli,bench,scripts}/**/*.test.ts"],
          globalSetup: [DATABASE_CLIENT],
          setupFiles: ["scripts/test/fixed-seed.ts"],
          ...TIMEOUTS,
          maxWorkers: "100%",
          pool: "threads",
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "components",
          include: ["{components,app}/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["components/testing/setup.ts"],
          ...TIMEOUTS,
          maxWorkers: "100%",
          pool: "threads",
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["{app,lib,workers,cli}/**/*.itest.ts"],
          globalSetup: ["scripts/bundle.mjs", "scripts/test-services.ts"],
          ...TIMEOUTS,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: 240_000 } },
          // Files share one PostgreSQL, each with databases of its own. They wait more than they
          // compute: two of them keep two cores busy.
          maxWorkers: 2,
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
    ],
  },
});
