// Bundles the programs of the installation, so that a start compiles no TypeScript. A bundle is a
// folder in `.build`, named by its sources and never changed; `.build/bundle.json` names the
// current one and what it was made from. Plain JavaScript: it runs before TypeScript is loaded.
import { createHash, randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const BUILD = ".build";
const MANIFEST = "bundle.json";
const TEMPORARY = "making-";
/** What is started as a process or a thread. */
export const PROGRAMS = [
  "cli/build.ts",
  "cli/microcosm.ts",
  "cli/start.ts",
  // For the tests of the supervisor.
  "cli/start/testing/fake-start.ts",
  "lib/container/computation-thread.ts",
  "lib/container/world-thread.ts",
  "workers/demo-model/main.ts",
  "workers/main.ts",
];
const SCHEMA = "prisma/schema";
/** What a bundle depends on in addition to its modules and the schema. */
const TOOLS = [
  "node_modules/esbuild/package.json",
  "node_modules/prisma/package.json",
  "package.json",
  "scripts/bundle.mjs",
  "tsconfig.json",
];
/** Time of compiling after which it is announced. */
const SILENT_MS = 1_000;
/** Programs that run may load more of their bundle: the last ones stay, and young ones. */
const RETAINED_BUNDLES = 10;
const RETAINED_MS = 24 * 3_600_000;
/** Age at which what a killed process has left is removed. */
const ABANDONED_MS = 3_600_000;

/**
 * Returns the path of the bundled module of a program, which is made first where it is missing or
 * its sources have changed. Undefined if there is none: the folder cannot be written, a source has
 * errors, or the file is not one of the programs.
 * @param {string} program path of its TypeScript module
 * @throws DatabaseClientError
 */
export async function findBundle(program, root = ROOT) {
  const name = relative(root, program).replaceAll("\\", "/");
  if (!PROGRAMS.includes(name)) return undefined;
  try {
    return join(await ensureBundle(root), outputName(name) + ".js");
  } catch (error) {
    if (error.name === "DatabaseClientError") throw error;
    return undefined;
  }
}

/** Makes the bundle unless there is one of the present sources; returns its folder. */
export async function ensureBundle(root = ROOT) {
  const fresh = findFreshBundle(root);
  if (fresh !== undefined) return fresh;
  const timer = setTimeout(
    () => console.error("Compiling Microcosm; the next start is quicker …"),
    SILENT_MS,
  );
  try {
    const { ensureDatabaseClient } = await import("./database-client.mjs");
    await ensureDatabaseClient({ root });
    return await makeBundle(root);
  } finally {
    clearTimeout(timer);
  }
}

/** Global setup of the tests that start programs. */
export default async function setUp() {
  await ensureBundle();
}

const outputName = (program) => program.replace(/\.ts$/, "").replaceAll("/", "-");

/** Returns the folder of the current bundle if it was made from the present sources. */
function findFreshBundle(root) {
  const build = join(root, BUILD);
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(join(build, MANIFEST), "utf8"));
    statSync(join(build, manifest.folder));
  } catch {
    return undefined;
  }
  let isTouched = false;
  for (const [path, [size, modifiedMs, hash]] of Object.entries(manifest.files)) {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (stat.mtimeMs === modifiedMs && stat.size === size) continue;
    // A checkout or a copy changes times, not contents.
    const state = stateOf(stat, readContents(join(root, path), stat));
    if (state[2] !== hash) return undefined;
    manifest.files[path] = state;
    isTouched = true;
  }
  if (isTouched) {
    try {
      writeManifest(build, manifest);
    } catch {
      // Read-only: the next start compares contents again.
    }
  }
  return join(build, manifest.folder);
}

const readContents = (path, stat) =>
  stat.isDirectory() ? readdirSync(path).sort().join("\n") : readFileSync(path);

/** What is remembered of a file or folder that was read, the way it is stored. */
const stateOf = (stat, contents) => [
  stat.size,
  stat.mtimeMs,
  createHash("sha256").update(contents).digest("base64url"),
];

/** In one step, so that no process reads half of it. */
function writeManifest(build, manifest) {
  const temporary = join(build, `${TEMPORARY}${randomUUID()}.json`);
  writeFileSync(temporary, JSON.stringify(manifest));
  renameSync(temporary, join(build, MANIFEST));
}

/** Makes a bundle aside and moves it into place, whoever else does the same; returns its folder. */
async function makeBundle(root) {
  const build = join(root, BUILD);
  const aside = join(build, `${TEMPORARY}${randomUUID()}`);
  mkdirSync(aside, { recursive: true });
  try {
    const files = await compile(root, aside);
    const folder = createHash("sha256")
      .update(JSON.stringify(Object.entries(files).map(([path, [, , hash]]) => [path, hash])))
      .digest("hex")
      .slice(0, 16);
    moveInto(aside, join(build, folder));
    writeManifest(build, { folder, files });
    prune(build, folder);
    return join(build, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Compiles all programs into a folder; returns the states of everything that was read. */
async function compile(root, outdir) {
  const { build, stop } = await import("esbuild");
  const files = {};
  /** Before it is used: what is changed meanwhile differs from its state. */
  const read = (path) => {
    const stat = statSync(path);
    const contents = readContents(path, stat);
    files[relative(root, path).replaceAll("\\", "/")] = stateOf(stat, contents);
    return contents;
  };
  for (const path of [...TOOLS, SCHEMA]) read(join(root, path));
  for (const name of readdirSync(join(root, SCHEMA))) read(join(root, SCHEMA, name));
  const bundling = build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(PROGRAMS.map((path) => [outputName(path), path])),
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    external: ["./scripts/*"],
    sourcemap: true,
    sourcesContent: false,
    logLevel: "silent",
    plugins: [
      {
        name: "states",
        setup: ({ onLoad }) =>
          onLoad({ filter: /./, namespace: "file" }, ({ path }) => ({
            contents: read(path),
            loader: "default",
          })),
      },
    ],
  });
  // Otherwise the compiler would run as long as this program.
  await bundling.finally(() => stop());
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function moveInto(made, folder) {
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another process has made the same.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
}

/** Removes old bundles. Whatever cannot be removed now is tried again with the next bundle. */
function prune(build, current) {
  const now = Date.now();
  const found = readdirSync(build).flatMap((name) => {
    const stat = statSync(join(build, name), { throwIfNoEntry: false });
    return stat && name !== MANIFEST && name !== current ? [{ name, age: now - stat.mtimeMs }] : [];
  });
  const bundles = found.filter(({ name }) => !name.startsWith(TEMPORARY));
  const old = [
    ...bundles
      .sort((a, b) => a.age - b.age)
      .slice(RETAINED_BUNDLES - 1)
      .filter(({ age }) => age > RETAINED_MS),
    ...found.filter(({ name, age }) => name.startsWith(TEMPORARY) && age > ABANDONED_MS),
  ];
  for (const { name } of old) {
    try {
      rmSync(join(build, name), { recursive: true, force: true });
    } catch {
      // It may belong to another account.
    }
  }
}
