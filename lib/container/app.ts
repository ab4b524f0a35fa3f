import { env } from "@/lib/config/env";
import { openContainer, type Container } from ".";

declare global {
  // Cached across hot reloads, so that development does not open a connection pool per edit.
  var microcosmContainer: Container | undefined;
}

export type { Services } from ".";

/** Returns the container of the web application's process, opened at the first request. */
export function appContainer(): Container {
  globalThis.microcosmContainer ??= open();
  return globalThis.microcosmContainer;
}

function open(): Container {
  const container = openContainer(env(), "app");
  const announced = container.announce([]);
  // The framework ends the process once it has answered what is in flight. The row of a process
  // that cannot be removed in time expires anyway.
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    if (process.listenerCount(signal) > 0) process.once(signal, () => void announced.stop());
  return container;
}
