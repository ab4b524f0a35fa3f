import { join } from "node:path";
import {
  assertDataFolderFree,
  freePort,
  openPlatform,
  type DatabaseEvent,
  type Platform,
} from "@/lib/container/platform";
import { resolveAddresses, isLoopbackHost, newSetupCode } from "./addresses";
import { checkPort } from "./check-port";
import type { StartOptions } from "./options";
import { Service, type ServiceSpec, type ServiceState } from "./service";
import { demoModelUrl, type ServiceSpecs, type ServiceEnvironment } from "./services";
import type { StatusScreen } from "./status-screen";
import { whenAborted, type StopSignals } from "./stop-signals";

const DEMO_MODEL_PORT = 54_330;
const READY_TIMEOUT_MS = 120_000;
const FORCED_STOP_MS = 5_000;

const LABELS = { app: "App", worker: "Worker", demoModel: "Demo model" } as const;
type ServiceName = keyof typeof LABELS;
/** Dependants stop first; the database is last. */
const STOP_ORDER: readonly ServiceName[] = ["app", "worker", "demoModel"];

export interface SupervisorParts {
  options: StartOptions;
  screen: StatusScreen;
  signals: StopSignals;
  /** The programs to run. */
  services: (environment: ServiceEnvironment) => ServiceSpecs;
  /** Builds what the programs need before they start. */
  prepare: (signal: AbortSignal, logs: string) => Promise<void>;
  /** Called once everything runs; its result is called when the shutdown begins. */
  onReady?: (restart: (name: ServiceName) => void) => () => void;
  echo?: ((name: string, text: string) => void) | undefined;
}

/**
 * Starts everything in order, keeps it running until a stop signal, and stops it in reverse order.
 */
export class Supervisor {
  private readonly parts: SupervisorParts;
  private readonly running = new Map<ServiceName, Service>();
  private readonly startedAt = performance.now();
  private platform: Platform | undefined;
  private describeServices: ((platform: Platform) => ServiceSpecs) | undefined;

  constructor(parts: SupervisorParts) {
    this.parts = parts;
  }

  /**
   * Resolves after a requested stop, with nothing left running.
   * @throws OperatorError after stopping everything, if the operator has to act
   */
  async run(): Promise<void> {
    const { signals } = this.parts;
    try {
      await this.start(signals.stop);
      const release = this.parts.onReady?.((name) => this.restart(name));
      await whenAborted(signals.stop);
      release?.();
    } catch (error) {
      if (!signals.stop.aborted) throw error;
    } finally {
      await this.stop();
    }
  }

  private async start(stop: AbortSignal): Promise<void> {
    const { options, screen } = this.parts;
    const leftBehind = assertDataFolderFree(options.dataDir);
    const port = await checkPort(options.port, options.host, leftBehind);
    stop.throwIfAborted();

    const { dataDir, databaseUrl, redisUrl } = options;
    screen.set("Database", "wait", "starting");
    this.platform = await openPlatform({
      dataDir,
      databaseUrl,
      redisUrl,
      log: (line) => screen.note(line),
      onDatabase: (event) => this.onDatabase(event),
    });
    this.showDatabase(this.platform);
    stop.throwIfAborted();
    await this.parts.prepare(stop, this.logs);
    stop.throwIfAborted();

    const addresses = resolveAddresses(options.host, port, process.env);
    const demoModelPort = await freePort(DEMO_MODEL_PORT);
    const setupCode = isLoopbackHost(options.host)
      ? undefined
      : process.env.SETUP_CODE || newSetupCode();
    this.describeServices = (platform) =>
      this.parts.services({
        options,
        port,
        addresses,
        demoModelPort,
        setupCode,
        seedExample: true,
        platform: platform.environment(),
      });
    this.platform.announce({ appUrl: addresses.appUrl, demoModelUrl: demoModelUrl(demoModelPort) });
    const specs = this.describeServices(this.platform);
    const ready = {
      demoModel: this.launch(
        "demoModel",
        specs.demoModel,
        `${demoModelUrl(demoModelPort)}  (built-in, not an LLM)`,
      ),
      worker: this.launch("worker", specs.worker, "ready"),
      app: this.launch("app", specs.app, addresses.appUrl),
    };
    const all = await Promise.race([Promise.all(Object.values(ready)), whenAborted(stop)]);
    stop.throwIfAborted();
    this.showReady(Array.isArray(all) && all.every(Boolean), setupCode);
  }

  private get logs(): string {
    return join(this.parts.options.dataDir, "logs");
  }

  private launch(name: ServiceName, spec: ServiceSpec, whenReady: string): Promise<boolean> {
    const echo = this.parts.echo;
    const service: Service = new Service(spec, {
      logFile: join(this.logs, `${spec.name}.log`),
      onState: (state) => this.onState(name, service, state, whenReady),
      echo: echo && ((text) => echo(spec.name, text)),
    });
    this.running.set(name, service);
    return service.start(READY_TIMEOUT_MS);
  }

  private onState(
    name: ServiceName,
    service: Service,
    state: ServiceState,
    whenReady: string,
  ): void {
    const { screen } = this.parts;
    const label = LABELS[name];
    if (state.kind === "ready") return screen.set(label, "ok", whenReady);
    if (state.kind === "starting") return screen.set(label, "wait", "starting");
    if (state.kind === "stopped") return screen.set(label, "wait", "stopped");
    screen.set(
      label,
      "problem",
      `ended (${state.why}), restarting in ${state.inMs / 1000} s; see ${service.log.path}`,
    );
  }

  private restart(name: ServiceName): void {
    void this.running.get(name)?.restart();
  }

  private onDatabase(event: DatabaseEvent): void {
    const { screen } = this.parts;
    if (event.state === "down")
      return screen.set("Database", "problem", "stopped unexpectedly, restarting");
    if (event.state === "failing") {
      const reason =
        event.error instanceof Error ? event.error.message.split("\n")[0] : String(event.error);
      return screen.set(
        "Database",
        "problem",
        `${reason} Trying again in ${event.retryInMs / 1000} s.`,
      );
    }
    if (this.platform) this.showDatabase(this.platform);
    if (!event.moved || !this.platform || !this.describeServices) return;
    const specs = this.describeServices(this.platform);
    for (const name of STOP_ORDER) void this.running.get(name)?.restart(specs[name]);
  }

  private showDatabase({ database, databaseUrl, redisUrl }: Platform): void {
    const place = database.embedded
      ? `embedded, port ${new URL(databaseUrl).port}` +
        (database.adopted ? ", still running from an earlier start" : "")
      : database.where;
    this.parts.screen.set(
      "Database",
      "ok",
      `PostgreSQL ${database.version} (${place})${redisUrl ? ", queue on Redis" : ""}`,
    );
  }

  private showReady(complete: boolean, setupCode: string | undefined): void {
    const { screen, options } = this.parts;
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    screen.set("Data", "ok", options.dataDir);
    screen.set("Logs", "ok", this.logs);
    if (setupCode !== undefined)
      screen.set("Setup code", "ok", `${setupCode}  (needed once, to create the first account)`);
    screen.note(
      complete
        ? `Ready in ${seconds} s. Ctrl-C stops everything.`
        : `Not everything is ready yet; still trying. Ctrl-C stops everything.`,
    );
  }

  private async stop(): Promise<void> {
    const { screen, signals } = this.parts;
    const { force } = signals;
    if (this.platform) screen.note("Stopping. Press Ctrl-C again to force.");
    for (const name of STOP_ORDER) {
      const service = this.running.get(name);
      if (!service) continue;
      screen.progress(LABELS[name], "stopping");
      await Promise.race([service.stop(), whenAborted(force)]);
      if (force.aborted) service.kill();
    }
    if (!this.platform) return;
    await Promise.race([
      this.platform.stop(),
      whenAborted(force).then(() => new Promise((resolve) => setTimeout(resolve, FORCED_STOP_MS))),
    ]);
    screen.set("Database", "wait", "stopped");
    screen.note("Stopped.");
  }
}
