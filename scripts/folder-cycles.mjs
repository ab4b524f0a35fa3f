/** Imports shown between one folder and another. */
const EXAMPLES = 3;

/**
 * Finds circles among the folders directly inside `room`: each as its folders, in alphabetical
 * order, with examples of the imports between them. Files below a folder count as the folder; tests
 * and fixtures may import anything.
 *
 * @param {readonly { source: string, dependencies: readonly { resolved: string }[] }[]} modules
 * @param {string} room such as `lib/engine`
 * @param {RegExp} ignored paths that do not count
 * @returns {{ folders: string[], imports: string[] }[]}
 */
export function folderCycles(modules, room, ignored) {
  const folderOf = (path) =>
    path.startsWith(`${room}/`) && !ignored.test(path)
      ? path
          .slice(room.length + 1)
          .split("/")
          .slice(0, -1)[0]
      : undefined;
  /** @type {Map<string, Map<string, string[]>>} */
  const graph = new Map();
  for (const { source, dependencies } of modules) {
    const from = folderOf(source);
    if (from === undefined) continue;
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to === undefined || to === from) continue;
      const targets = graph.get(from) ?? new Map();
      graph.set(from, targets.set(to, [...(targets.get(to) ?? []), `${source} → ${resolved}`]));
    }
  }
  return cyclesOf(graph);
}

function cyclesOf(graph) {
  const reach = new Map([...graph.keys()].map((folder) => [folder, reachable(graph, folder)]));
  const seen = new Set();
  return [...graph.keys()].sort().flatMap((folder) => {
    if (seen.has(folder) || !reach.get(folder)?.has(folder)) return [];
    const folders = [...(reach.get(folder) ?? [])]
      .filter((other) => reach.get(other)?.has(folder))
      .sort();
    folders.forEach((one) => seen.add(one));
    const imports = folders.flatMap((from) =>
      folders.flatMap((to) => graph.get(from)?.get(to)?.slice(0, EXAMPLES) ?? []),
    );
    return [{ folders, imports }];
  });
}

function reachable(graph, start) {
  const found = new Set();
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop())
    for (const next of graph.get(folder)?.keys() ?? [])
      if (!found.has(next)) {
        found.add(next);
        waiting.push(next);
      }
  return found;
}
