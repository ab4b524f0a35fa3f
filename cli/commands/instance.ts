import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "@/lib/config/env";
import { SYSTEM } from "@/lib/domain/access";
import { openContainer, type Container, type Services } from "@/lib/container";
import { environmentOf, findInstance, freePort, openPlatform } from "@/lib/container/platform";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import { resolveAddresses } from "../start/addresses";
import { Service, type ServiceSpec } from "../start/service";
import { demoModelUrl, describeServices } from "../start/services";
import { CommandError, EXIT } from "../exit-codes";

/** An instance of Microcosm: one that was running already, or one started for this command. */
type Instance = { readonly container: Container; stop(): Promise<void> };

const START_TIMEOUT_MS = 120_000;

/** The services that a command needs in addition to the database. */
export type ServiceRequirements = { readonly demoModel?: boolean; readonly worker?: boolean };

/** Opens an instance, lets `work` use its services, and closes it whatever happens. */
export async function withServices<Result>(
  requirements: ServiceRequirements,
  work: (services: Services) => Promise<Result>,
): Promise<Result> {
  const instance = await openInstance(process.env, requirements);
  try {
    return await work(instance.container.services);
  } finally {
    await instance.stop();
  }
}

/**
 * Joins the instance running on the data folder, or the installation whose workers use the
 * database of DATABASE_URL; otherwise starts the database and the required services for the
 * duration of the command.
 */
async function openInstance(
  environment: NodeJS.ProcessEnv,
  requirements: ServiceRequirements,
): Promise<Instance> {
  const dataDir = resolve(PROJECT_ROOT, environment.DATA_DIR || ".data");
  const running = findInstance(dataDir);
  if (running && running.appUrl === undefined) {
    throw new CommandError(EXIT.unavailable, [
      `Another microcosm command is using the data folder ${dataDir}.`,
      "Wait until it has ended, or use another data folder: DATA_DIR=/path npm run …",
    ]);
  }
  if (running) {
    const container = openContainer(parseEnv(environmentOf(dataDir, running)), "command line");
    return { container, stop: () => container.close() };
  }
  return startInstance(dataDir, environment, requirements);
}

async function startInstance(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  requirements: ServiceRequirements,
): Promise<Instance> {
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
    if (requirements.demoModel) platform.announce({ demoModelUrl: demoModel });
    const specs = describeServices({
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
      addresses: resolveAddresses("127.0.0.1", 3000, environment),
      demoModelPort,
      setupCode: undefined,
      platform: platform.environment(),
    });
    container = openContainer(parseEnv(platform.environment()), "command line");
    // The workers of that installation do the work, and may not reach a demo model started here.
    if (DATABASE_URL && (await container.services.getLivePool(SYSTEM)).workers > 0)
      return { container, stop };
    if (requirements.demoModel) await container.services.ensureBuiltInEndpoint(demoModel);
    if (requirements.demoModel && !DEMO_MODEL_URL)
      services.push(await launch(specs.demoModel, dataDir));
    if (requirements.worker) services.push(await launch(specs.worker, dataDir));
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
  if (await service.start(START_TIMEOUT_MS)) return service;
  await service.stop();
  throw new CommandError(EXIT.unavailable, [
    `The ${spec.name} did not start within a minute. Log: ${join(logs, `${spec.name}.log`)}`,
  ]);
}
