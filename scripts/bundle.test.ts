import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findBundle, PROGRAMS } from "./bundle.mjs";

const PROGRAM = "cli/microcosm.ts";
const MANIFEST = ".build/bundle.json";
let root: string;

/** A small project with the same programs, which has a database client. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "microcosm-bundle-"));
  for (const path of ["cli/launch.mjs", "scripts/bundle.mjs", "scripts/database-client.mjs"])
    cpSync(path, join(root, path));
  symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"));
  write("package.json", '{ "type": "module" }');
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }');
  write("prisma/schema/base.prisma", "");
  write("lib/adapters/db/generated/client.ts", "export {};");
  for (const path of PROGRAMS) write(path, "export {};");
  write("lib/greeting.ts", 'export const greeting: string = "hello";');
  write(
    PROGRAM,
    'import { greeting } from "@/lib/greeting";\nconsole.log(greeting, ...process.argv.slice(2));',
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, contents: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents);
}

const find = (): Promise<string | undefined> => findBundle(join(root, PROGRAM), root);
const folderOf = async (): Promise<string> => basename(dirname((await find()) ?? ""));
/** Bundles, and what unfinished ones would leave. */
const built = (): string[] =>
  readdirSync(join(root, ".build")).filter((name) => name !== basename(MANIFEST));
const launch = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, "cli/launch.mjs"), PROGRAM, ...args], {
    encoding: "utf8",
  });

test("is made at the first start and found by later ones", async () => {
  expect(launch("Ann", "-x")).toMatchObject({ stdout: "hello Ann -x\n", status: 0 });
  const manifest = readFileSync(join(root, MANIFEST), "utf8");
  expect(built()).toEqual([await folderOf()]);
  expect(launch()).toMatchObject({ stdout: "hello\n", stderr: "", status: 0 });
  expect(readFileSync(join(root, MANIFEST), "utf8")).toBe(manifest);
});

test("is made again after a change of contents, not of file times", async () => {
  const first = await folderOf();
  utimesSync(join(root, "lib/greeting.ts"), new Date(), new Date("2100-01-01"));
  expect(await folderOf()).toBe(first);
  expect(built()).toEqual([first]);

  write("lib/greeting.ts", 'export const greeting: string = "salut";');
  expect(launch().stdout).toBe("salut\n");
  const second = await folderOf();
  expect(second).not.toBe(first);
  // Programs that run load further modules of the bundle that they were started from.
  expect(existsSync(join(root, ".build", first))).toBe(true);

  write("lib/greeting.ts", 'export const greeting: string = "hello";');
  expect(await folderOf()).toBe(first);
});

test.each([
  ["a new file of the schema", "prisma/schema/runs.prisma", "// runs"],
  [
    "other options of the compiler",
    "tsconfig.json",
    '{ "compilerOptions": { "paths": {"@/*": ["./*"]}, "target": "es2020" } }',
  ],
])("is made again after %s", async (_what, path, contents) => {
  const first = await folderOf();
  write(path, contents);
  utimesSync(join(root, "lib/adapters/db/generated/client.ts"), new Date(), new Date("2100-01-01"));
  expect(await folderOf()).not.toBe(first);
});

test("is complete for every one of several processes that start at once", async () => {
  const outputs = await Promise.all(
    ["1", "2", "3", "4"].map((name) => {
      const args = [join(root, "cli/launch.mjs"), PROGRAM, name];
      return text(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] }).stdout);
    }),
  );
  expect(outputs).toEqual(["1", "2", "3", "4"].map((name) => `hello ${name}\n`));
  expect(built()).toEqual([await folderOf()]);
});

test("is made whatever a killed process has left", async () => {
  write(".build/making-1/cli-microcosm.js", "throw new Error()");
  write(MANIFEST, '{"folder":"making-1","fil');
  expect(launch().stdout).toBe("hello\n");
  const folder = await folderOf();
  rmSync(join(root, ".build", folder), { recursive: true });
  expect(launch().stdout).toBe("hello\n");
});

test("is not needed where it cannot be written or a source has errors", async () => {
  write(".build", "in the way");
  expect(await find()).toBeUndefined();
  expect(launch("Ann")).toMatchObject({ stdout: "hello Ann\n", status: 0 });
  rmSync(join(root, ".build"));
  write(PROGRAM, "const = 1;");
  expect(await find()).toBeUndefined();
  expect(launch()).toMatchObject({ stderr: expect.stringContaining(PROGRAM) as string, status: 1 });
});

test("names the lines of the sources in errors", () => {
  write("lib/fail.ts", "\n\nexport const fail = (): never => {\n  throw new Error('broken');\n};");
  write(PROGRAM, 'import { fail } from "@/lib/fail";\nfail();');
  expect(launch().stderr).toContain(join(root, "lib/fail.ts:4:"));
});

test("the launcher says in words that packages are missing", () => {
  rmSync(join(root, "node_modules"));
  expect(launch()).toMatchObject({
    stderr: expect.stringContaining('What to do: run "npm ci"') as string,
    status: 1,
  });
});
