// npm run test:e2e: finds a browser, starts the real program, runs Playwright on it, and stops it.
// Arguments after -- go to Playwright: npm run test:e2e -- run.spec.ts --headed
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { startOidcServer, type OidcServer } from "../lib/container/testing/oidc-server";
import { findBrowser } from "./e2e/find-browser";
import { startApp } from "./e2e/running-app";

const say = (line: string): void => console.error(line);

function playwright(args: readonly string[], env: Record<string, string>): Promise<number> {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
    "cli.js",
  );
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, "test", ...args], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** Starts a server for single sign-on at which Ida Holm has signed in, for an app at `url`. */
async function startSingleSignOn(url: string): Promise<OidcServer> {
  const server = await startOidcServer(`${url}/api/auth/callback/oidc`);
  server.identities.set("ida", {
    email: "ida@example.org",
    email_verified: true,
    name: "Ida Holm",
  });
  server.present = "ida";
  return server;
}

async function main(args: readonly string[]): Promise<number> {
  const browser = findBrowser(say);
  let oidc: OidcServer | undefined;
  try {
    const app = await startApp(say, undefined, async (url) => {
      oidc = await startSingleSignOn(url);
      return {
        OIDC_ISSUER: oidc.issuer,
        OIDC_CLIENT_ID: oidc.clientId,
        OIDC_CLIENT_SECRET: oidc.clientSecret,
        OIDC_LABEL: "Lab login",
      };
    });
    // Playwright receives Ctrl-C, too, and exits; the code below stops the app.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
    try {
      const code = await playwright(args, {
        BASE_URL: app.url,
        CHROMIUM: browser,
        DATA_DIR: app.dataDir,
      });
      if (code !== 0) say(app.logs());
      return code;
    } finally {
      await app.stop();
    }
  } finally {
    await oidc?.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
