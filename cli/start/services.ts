import { get } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WORKER_NODE_OPTIONS } from "@/lib/container/platform";
import type { Addresses } from "./addresses";
import { LAUNCHER, PROJECT_ROOT } from "@/lib/config/project-root";
import { type StartOptions } from "./options";
import type { ServiceSpec } from "./service";

export interface ServiceEnvironment {
  options: StartOptions;
  port: number;
  addresses: Addresses;
  demoModelPort: number;
  /** Set if the page can be reached from other machines. */
  setupCode: string | undefined;
  /** Whether to run the example study, once per data folder. */
  seedExample?: boolean;
  /** DATABASE_URL and the other variables of the platform. */
  platform: Readonly<Record<string, string>>;
}

export interface ServiceSpecs {
  demoModel: ServiceSpec;
  worker: ServiceSpec;
  app: ServiceSpec;
}

const PRELOAD = [
  "--import",
  pathToFileURL(join(PROJECT_ROOT, "cli/start/die-with-parent.mjs")).href,
];
const PROBE_TIMEOUT_MS = 10_000;

/** The programs of a running Microcosm other than the database. */
export function describeServices(environment: ServiceEnvironment): ServiceSpecs {
  const { options, port, addresses, demoModelPort, setupCode } = environment;
  const env = {
    ...process.env,
    ...environment.platform,
    NODE_ENV: options.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    APP_URL: addresses.appUrl,
    TRUSTED_ORIGINS: addresses.trustedOrigins.join(","),
    ...(setupCode === undefined ? {} : { SETUP_CODE: setupCode }),
    ...(environment.seedExample === true ? { SEED_EXAMPLE: process.env.SEED_EXAMPLE || "on" } : {}),
  };
  return {
    demoModel: {
      name: "demo-model",
      file: LAUNCHER,
      args: ["workers/demo-model/main.ts", "--host", "127.0.0.1", "--port", String(demoModelPort)],
      env,
      ready: "message",
      graceMs: 2_000,
    },
    worker: {
      name: "worker",
      file: LAUNCHER,
      args: ["workers/main.ts"],
      execArgv: WORKER_NODE_OPTIONS,
      env,
      ready: "message",
      graceMs: 20_000,
    },
    app: {
      name: "app",
      file: createRequire(import.meta.url).resolve("next/dist/bin/next"),
      args: [options.dev ? "dev" : "start", "-p", String(port), "-H", options.host],
      execArgv: PRELOAD,
      env,
      ready: () => isAppResponding(port, options.host),
      graceMs: 5_000,
    },
  };
}

export function demoModelUrl(port: number): string {
  return `http://127.0.0.1:${port}/v1`;
}

/** Whether the app responds with anything but a server error. */
function isAppResponding(port: number, host: string): Promise<boolean> {
  const target = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return new Promise((resolve) => {
    const request = get(
      { host: target, port, path: "/", timeout: PROBE_TIMEOUT_MS, agent: false },
      (response) => {
        response.resume();
        resolve((response.statusCode ?? 500) < 500);
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}
