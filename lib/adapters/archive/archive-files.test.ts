import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archiveFiles } from "./archive-files";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "microcosm-archive-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const SIZES = [0, 1, 511, 512, 513, 3_000_000];
const contents = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => (at * 31) % 251);

async function writeAll(path: string): Promise<number> {
  const writer = await archiveFiles.create(path);
  for (const size of SIZES) await writer.add(`tables/of-${size}/000001.copy`, contents(size));
  return writer.finish();
}

test("reads what was written, entry by entry, and so does tar", async () => {
  const path = join(folder, "all.tar.gz");
  const bytes = await writeAll(path);
  expect(statSync(path).size).toBe(bytes);
  const read: string[] = [];
  for await (const { name, data } of archiveFiles.read(path)) {
    expect(Buffer.compare(data, contents(data.length)), name).toBe(0);
    read.push(name);
  }
  expect(read).toEqual(SIZES.map((size) => `tables/of-${size}/000001.copy`));
  execFileSync("tar", ["xzf", path, "-C", folder]);
  for (const size of SIZES)
    expect(
      Buffer.compare(readFileSync(join(folder, `tables/of-${size}/000001.copy`)), contents(size)),
    ).toBe(0);
});

test("is private, is named when it is finished, leaves nothing when discarded", async () => {
  const path = join(folder, "private.tar.gz");
  const writer = await archiveFiles.create(path);
  await writer.add("a", contents(10));
  expect([existsSync(path), existsSync(`${path}.partial`)]).toEqual([false, true]);
  await writer.finish();
  expect([statSync(path).mode & 0o077, existsSync(`${path}.partial`)]).toEqual([0, false]);
  const other = await archiveFiles.create(join(folder, "other.tar.gz"));
  await other.add("a", contents(3_000_000));
  await other.discard();
  expect(existsSync(join(folder, "other.tar.gz.partial"))).toBe(false);
  await expect(archiveFiles.create(path)).rejects.toMatchObject({ code: "conflict" });
});

test("says why a file cannot be read, wherever it is cut", async () => {
  const path = join(folder, "cut.tar.gz");
  await writeAll(path);
  const whole = readFileSync(path);
  const read = async (bytes: Uint8Array): Promise<number> => {
    const cut = join(folder, "a-part.tar.gz");
    writeFileSync(cut, bytes);
    const names: string[] = [];
    for await (const { name } of archiveFiles.read(cut)) names.push(name);
    return names.length;
  };
  expect(await read(whole)).toBe(SIZES.length);
  for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 23))
    await expect(read(whole.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
      code: "invalid",
    });
  await expect(read(whole.subarray(0, whole.length - 1))).rejects.toThrow("ends too early");
  await expect(read(Buffer.from("id,name\n"))).rejects.toThrow("no compressed file");
  await expect(archiveFiles.size(join(folder, "none"))).rejects.toThrow();
});
