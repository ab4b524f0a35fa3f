/** The part used here of the console to which jsdom reports what it cannot do. */
interface VirtualConsole {
  removeAllListeners: (event: "jsdomError") => void;
  on: (event: "jsdomError", listener: (error: Error) => void) => void;
}

/**
 * Counts the attempts to load another page from now on. jsdom cannot load one: it reports each
 * attempt as an error that does not say where to.
 */
export function countPageLoads(): () => number {
  const { jsdom } = globalThis as typeof globalThis & { jsdom: { virtualConsole: VirtualConsole } };
  let loads = 0;
  jsdom.virtualConsole.removeAllListeners("jsdomError");
  jsdom.virtualConsole.on("jsdomError", ({ message }) => {
    if (message.startsWith("Not implemented: navigation")) loads += 1;
  });
  return () => loads;
}
