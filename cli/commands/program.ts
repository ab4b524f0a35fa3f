import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "@/lib/config/env";
import { SYSTEM } from "@/lib/domain/access";
import { openContainer, type Container } from "@/lib/container";
import { environmentOf, findInstance, freePort, openPlatform } from "@/lib/container/platform";
import { PROJECT_ROOT } from "../start/options";
import { addressesOf } from "../start/addresses";
import { Service, type ServiceSpec } from "../start/service";
import { demoModelUrl, microcosmServices } from "../start/services";
import { CommandError, EXIT } from "../exit-codes";

/** A program that can run simulations: one that was running already, or one started for this command. */
export type RunningProgram = { readonly container: Container; stop(): Promise<void> };

const READY_WITHIN = 60_000;

/** What a command needs beside the database. */
export type Needs = { readonly demoModel?: boolean; readonly worker?: boolean };

/**
 * Joins the program running on the data folder, or the installation whose workers run on the database of DATABASE_URL; or
 * starts the database and what the command needs for the time of the command.
 */
export async function openProgram(
  environment: NodeJS.ProcessEnv,
  needs: Needs,
): Promise<RunningProgram> {
  const dataDir = resolve(PROJECT_ROOT, environment.DATA_DIR || ".data");
  const running = findInstance(dataDir);
  if (running && running.appUrl === undefined) {
    throw new CommandError(EXIT.unavailable, [
      `Another microcosm command is using the data folder ${dataDir}.`,
      "Wait for it, or give this one a folder of its own: DATA_DIR=/path npm run …",
    ]);
  }
  if (running) {
    const container = openContainer(parseEnv(environmentOf(dataDir, running)), "command line");
    return { container, stop: () => container.close() };
  }
  return startProgram(dataDir, environment, needs);
}

async function startProgram(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  needs: Needs,
): Promise<RunningProgram> {
  const platform = await openPlatform({
    dataDir,
    databaseUrl: environment.DATABASE_URL || undefined,
    redisUrl: environment.REDIS_URL || undefined,
    log: () => undefined,
  });
  const services: Service[] = [];
  let container: Container | undefined;
  const stop = async (): Promise<void> => {
    for (const service of services.reverse()) await service.stop();
    await container?.close();
    await platform.stop();
  };
  try {
    const { DATABASE_URL, DEMO_MODEL_URL } = environment;
    const demoModelPort = await freePort(0);
    const demoModel = DEMO_MODEL_URL || demoModelUrl(demoModelPort);
    if (needs.demoModel) platform.announce({ demoModelUrl: demoModel });
    const specs = microcosmServices({
      options: {
        dev: false,
        verbose: false,
        port: 0,
        host: "127.0.0.1",
        dataDir,
        databaseUrl: undefined,
        redisUrl: undefined,
      },
      port: 0,
      addresses: addressesOf("127.0.0.1", 3000, environment),
      demoModelPort,
      setupCode: undefined,
      platform: platform.environment(),
    });
    container = openContainer(parseEnv(platform.environment()), "command line");
    // Its workers do the work, and a demo model on this machine may be out of their reach.
    if (DATABASE_URL && (await container.services.livePool(SYSTEM)).workers > 0)
      return { container, stop };
    if (needs.demoModel) await container.services.ensureBuiltInEndpoint(demoModel);
    if (needs.demoModel && !DEMO_MODEL_URL) services.push(await launch(specs.demoModel, dataDir));
    if (needs.worker) services.push(await launch(specs.worker, dataDir));
    return { container, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function launch(spec: ServiceSpec, dataDir: string): Promise<Service> {
  const logs = join(dataDir, "logs");
  mkdirSync(logs, { recursive: true });
  const service = new Service(spec, {
    logFile: join(logs, `${spec.name}.log`),
    onState: () => undefined,
  });
  if (await service.start(READY_WITHIN)) return service;
  await service.stop();
  throw new CommandError(EXIT.unavailable, [
    `The ${spec.name} did not start within a minute. Its log: ${join(logs, `${spec.name}.log`)}`,
  ]);
}
