import { watch } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@/lib/config/project-root";

const SOURCE_FOLDERS = ["lib", "workers"];
const DEBOUNCE_MS = 300;
const IGNORED_FILES = /\.(test|itest)\.ts$|generated/;

/**
 * Calls back after changes to sources of the worker, debounced. Returns a function that stops it.
 */
export function watchWorkerSources(onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = SOURCE_FOLDERS.map((room) =>
    watch(join(PROJECT_ROOT, room), { recursive: true }, (_event, name) => {
      if (name === null || !name.endsWith(".ts") || IGNORED_FILES.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, DEBOUNCE_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
