import { defineConfig } from "@playwright/test";

const { BASE_URL = "http://127.0.0.1:3000", CHROMIUM, PLAYWRIGHT_JSON_OUTPUT_FILE } = process.env;

// One worker: all tests use one running program and its one owner account.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  // Far longer than a test takes on a busy machine: only what hangs is ended.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter:
    PLAYWRIGHT_JSON_OUTPUT_FILE === undefined
      ? [["list"]]
      : [["list"], ["json", { outputFile: PLAYWRIGHT_JSON_OUTPUT_FILE }]],
  use: {
    baseURL: BASE_URL,
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: CHROMIUM === undefined ? {} : { executablePath: CHROMIUM },
  },
});
