// npm start with fake services, for the tests of the supervisor.
import { get } from "node:http";
import { join } from "node:path";
import { errorLines } from "@/lib/config/operator-error";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import { readOptions } from "../options";
import type { ServiceSpec } from "../service";
import type { ServiceSpecs, ServiceEnvironment } from "../services";
import { StatusScreen } from "../status-screen";
import { listenForStopSignals } from "../stop-signals";
import { Supervisor } from "../supervisor";

function fake(name: string, port: number, { platform }: ServiceEnvironment): ServiceSpec {
  const answers = (): Promise<boolean> =>
    new Promise((resolve) => {
      get({ host: "127.0.0.1", port, agent: false }, (response) =>
        resolve(response.resume().statusCode === 200),
      ).on("error", () => resolve(false));
    });
  return {
    name,
    file: join(PROJECT_ROOT, "cli/start/testing/fake-service.mjs"),
    args: [name, String(port), name === process.env.STUBBORN ? "stubborn" : ""],
    env: { PATH: process.env.PATH, ...platform },
    ready: port > 0 ? answers : "message",
    graceMs: name === process.env.STUBBORN ? 3_600_000 : 5_000,
  };
}

function services(environment: ServiceEnvironment): ServiceSpecs {
  return {
    demoModel: fake("demo-model", 0, environment),
    worker: fake("worker", 0, environment),
    app: fake("app", environment.port, environment),
  };
}

/** Never resolves; rejects with the reason of the abort. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

try {
  await new Supervisor({
    options: readOptions([], process.env),
    screen: new StatusScreen(process.stdout, false),
    signals: listenForStopSignals(),
    services,
    prepare: (signal) =>
      process.env.PREPARE === "never ends" ? untilAborted(signal) : Promise.resolve(),
  }).run();
  process.exit(0);
} catch (error) {
  console.error(errorLines(error).join("\n"));
  process.exit(1);
}
