import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources, needsBuild, writeBuildStamp } from "./build-stamp";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "microcosm-stamp-"));
  for (const folder of ["app", "lib/adapters/db/generated", "prisma/schema", ".next"])
    mkdirSync(join(root, folder), { recursive: true });
  write("app/page.tsx", "one");
  write("prisma/schema/base.prisma", "model");
  write(".next/BUILD_ID", "id");
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

test("ignores a build without a stamp", () => {
  expect(needsBuild(root)).toBe(true);
  writeBuildStamp(root, hashSources(root));
  expect(needsBuild(root)).toBe(false);
  rmSync(join(root, ".next/BUILD_ID"));
  expect(needsBuild(root)).toBe(true);
});

test("requires a build after changes of sources, not of file times, tests or the client", () => {
  writeBuildStamp(root, hashSources(root));
  utimesSync(join(root, "app/page.tsx"), new Date(), new Date());
  write("app/page.test.tsx", "test");
  write("lib/adapters/db/generated/client.ts", "generated");
  expect(needsBuild(root)).toBe(false);
  write("app/page.tsx", "two");
  expect(needsBuild(root)).toBe(true);
});

test("detects text that moved from one file to the next", () => {
  write("app/a.ts", "xy");
  write("app/b.ts", "z");
  const before = hashSources(root);
  write("app/a.ts", "x");
  write("app/b.ts", "yz");
  expect(hashSources(root)).not.toBe(before);
});
