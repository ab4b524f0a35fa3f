import { env } from "@/lib/config/env";
import { openContainer, type Container } from ".";

declare global {
  // Kept across hot reloads, so that development does not open a pool per edit.
  var microcosmContainer: Container | undefined;
}

export type { Services } from ".";

/** The container of the web application's process, opened at the first request. */
export function appContainer(): Container {
  globalThis.microcosmContainer ??= openContainer(env(), "app");
  return globalThis.microcosmContainer;
}
