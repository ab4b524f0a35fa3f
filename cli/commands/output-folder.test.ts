import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  inWritingOrder,
  prepareOutputFile,
  prepareOutputFolder,
  writeOutputFile,
} from "./output-folder";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "microcosm-out-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text = ""): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const manifestOf = (run: string): string => JSON.stringify({ run });

it("makes a folder and leaves nothing in it", () => {
  const out = join(folder, "a/b");
  prepareOutputFolder(out);
  expect(readdirSync(out)).toEqual([]);
});

it("accepts a folder with other files", () => {
  put("vllm.log");
  expect(() => prepareOutputFolder(folder)).not.toThrow();
});

it("refuses a file, and a folder below a file", () => {
  const file = put("results");
  expect(() => prepareOutputFolder(file)).toThrow(/results is a file\. Give the name of a folder/);
  expect(() => prepareOutputFolder(join(file, "deeper"))).toThrow(
    /cannot be written: a part of its path is a file/,
  );
  expect(() => prepareOutputFile(folder)).toThrow(/is a folder\. Give the name of a file/);
  expect(() => prepareOutputFile(join(file, "answers.csv"))).toThrow(/cannot be written/);
});

it("refuses a folder that cannot be written", () => {
  // Not even root may create files here.
  expect(() => prepareOutputFolder("/proc/microcosm")).toThrow(/cannot be written: /);
});

it("refuses the files of another run and names it", () => {
  put("manifest.json", manifestOf("run-a"));
  put("decisions.csv");
  expect(() => prepareOutputFolder(folder)).toThrow(/files of another run \(run-a\)/);
  expect(() => prepareOutputFolder(folder, "run-b")).toThrow(/files of another run \(run-a\)/);
  expect(() => prepareOutputFolder(folder, "run-a")).not.toThrow();
});

it("lets only an existing run continue an export without a manifest", () => {
  put("decisions.csv");
  expect(() => prepareOutputFolder(folder)).toThrow(/files of another run \(decisions\.csv\)/);
  expect(() => prepareOutputFolder(folder, "run-a")).not.toThrow();
});

it("checks a file without creating or changing it", () => {
  const fresh = join(folder, "polls/answers.csv");
  prepareOutputFile(fresh);
  expect(existsSync(fresh)).toBe(false);
  prepareOutputFile(put("old.csv", "kept"));
});

it("gives a file its name when it is complete", async () => {
  const path = join(folder, "decisions.csv");
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from("half"));
    throw new Error("connection lost");
  }
  await expect(writeOutputFile(path, broken())).rejects.toThrow("connection lost");
  expect(readdirSync(folder)).toEqual([]);
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from("whole"));
  }
  await writeOutputFile(path, whole());
  expect(readdirSync(folder)).toEqual(["decisions.csv"]);
});

it("writes the manifest last", () => {
  expect(inWritingOrder(["a.csv", "manifest.json", "z.csv"])).toEqual([
    "a.csv",
    "z.csv",
    "manifest.json",
  ]);
});
