import { readCommandLine } from "./command-line";
import { startDemoModel } from "./server";

/**
 * Starts the demo model as a separate process: reports when it is ready; exits with its parent or
 * on SIGTERM and SIGINT.
 */
async function main(): Promise<void> {
  const { port, host, apiKey, settings } = readCommandLine(process.argv.slice(2), process.env);
  const model = await startDemoModel({
    port,
    host,
    settings,
    ...(apiKey === undefined ? {} : { apiKey }),
  });

  let isShuttingDown = false;
  const shutDown = () => {
    if (isShuttingDown) return;
    isShuttingDown = true;
    void model.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", shutDown);
  process.on("SIGINT", shutDown);
  process.on("disconnect", shutDown);

  process.stdout.write(`${JSON.stringify({ ready: true, port: model.port, url: model.url })}\n`);
  process.send?.({ type: "ready", port: model.port });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
