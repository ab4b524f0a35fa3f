import { env } from "@/lib/config/env";
import { openContainer, type Container } from ".";

declare global {
  // Kept across hot reloads, so that development does not open a pool per edit.
  var microcosmContainer: Container | undefined;
}

export type { Services } from ".";

/** The container of the web application's process, opened at the first request. */
export function appContainer(): Container {
  globalThis.microcosmContainer ??= open();
  return globalThis.microcosmContainer;
}

function open(): Container {
  const container = openContainer(env(), "app");
  const announced = container.announce([]);
  // The framework ends the process when it has answered what it was asked; whoever is silent is
  // missed in any case.
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    if (process.listenerCount(signal) > 0) process.once(signal, () => void announced.stop());
  return container;
}
