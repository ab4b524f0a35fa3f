import { watch } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./options";

const ROOMS = ["lib", "workers"];
const SETTLE_MS = 300;
const NOT_RUN = /\.(test|itest)\.ts$|generated/;

/** Calls back when a source of the worker has changed and nothing more has for a moment. Returns the way to end it. */
export function watchWorkerSources(onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = ROOMS.map((room) =>
    watch(join(PROJECT_ROOT, room), { recursive: true }, (_event, name) => {
      if (name === null || !name.endsWith(".ts") || NOT_RUN.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLE_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
