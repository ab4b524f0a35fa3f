import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * Returns the path of a Chromium that runs: the one CHROMIUM names, an installed one, or
 * Playwright's own; else installs one, from Playwright's servers or, as root on Debian and
 * derivatives, with apt.
 */
export function findBrowser(say: (line: string) => void): string {
  const named = process.env.CHROMIUM;
  if (named) {
    if (runs(named)) return named;
    throw new Error(`CHROMIUM is ${named}, which does not run`);
  }
  const present = [...INSTALLED, chromium.executablePath()].find(runs);
  if (present) return present;

  say("no browser found; trying Playwright's download");
  const playwright = join(
    dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
    "cli.js",
  );
  attempt([process.execPath, playwright, "install", "chromium"], say);
  if (runs(chromium.executablePath())) return chromium.executablePath();

  if (process.getuid?.() === 0) {
    say("trying apt-get install chromium");
    attempt(["apt-get", "update", "-q"], say);
    attempt(
      [
        "apt-get",
        "install",
        "-y",
        "-q",
        "--no-install-recommends",
        "chromium",
        "fonts-dejavu-core",
      ],
      say,
    );
    const installed = INSTALLED.find(runs);
    if (installed) return installed;
  }
  throw new Error(
    "No browser found. Install Chromium or Chrome, or name one: CHROMIUM=/path/to/chromium npm " +
      "test",
  );
}

function runs(path: string): boolean {
  return spawnSync(path, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}

function attempt([file = "", ...args]: string[], say: (line: string) => void): void {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    encoding: "utf8",
    timeout: DOWNLOAD_TIMEOUT_MS,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DEBIAN_FRONTEND: "noninteractive",
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000",
    },
  });
  if (status !== 0)
    say(
      `${file} ${args.join(" ")} did not work: ` +
        `${error?.message ?? `${stdout}${stderr}`.trim().split("\n").slice(-3).join("; ")}`,
    );
}
