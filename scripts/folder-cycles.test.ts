import { describe, expect, it } from "vitest";
import { folderCycles } from "./folder-cycles.mjs";

const TEST = /\.test\.ts$/;

/** Modules from lines such as `run/a.ts > world/b.ts`, all in `lib/engine`. */
const modules = (...imports: string[]) =>
  imports.map((line) => {
    const [source = "", resolved = ""] = line.split(" > ").map((file) => `lib/engine/${file}`);
    return { source, dependencies: [{ resolved }] };
  });
const cycles = (...imports: string[]) => folderCycles(modules(...imports), "lib/engine", TEST);

describe("folderCycles", () => {
  it("finds none where all imports point in one direction", () => {
    expect(
      cycles("run/a.ts > world/b.ts", "world/b.ts > base/c.ts", "run/a.ts > base/c.ts"),
    ).toEqual([]);
  });

  it("finds a circle of folders although no files form one", () => {
    expect(
      cycles("run/a.ts > world/b.ts", "world/c.ts > run/d.ts", "run/a.ts > base/e.ts"),
    ).toEqual([
      {
        folders: ["run", "world"],
        imports: [
          "lib/engine/run/a.ts → lib/engine/world/b.ts",
          "lib/engine/world/c.ts → lib/engine/run/d.ts",
        ],
      },
    ]);
  });

  it("finds a circle through a third folder once", () => {
    const found = cycles(
      "a/x.ts > b/x.ts",
      "b/x.ts > c/x.ts",
      "c/deep/x.ts > a/x.ts",
      "c/x.ts > d/x.ts",
    );
    expect(found.map(({ folders }) => folders)).toEqual([["a", "b", "c"]]);
  });

  it("reports circles separately that share no folder", () => {
    const found = cycles(
      "a/x.ts > b/x.ts",
      "b/x.ts > a/y.ts",
      "c/x.ts > d/x.ts",
      "d/x.ts > c/y.ts",
    );
    expect(found.map(({ folders }) => folders)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("ignores tests, files of other rooms, and imports between a folder and its subfolders", () => {
    expect(
      folderCycles(
        [
          ...modules(
            "a/x.ts > b/x.ts",
            "b/x.test.ts > a/x.ts",
            "a/inner/x.ts > a/y.ts",
            "index.ts > a/x.ts",
          ),
          { source: "lib/other/b/x.ts", dependencies: [{ resolved: "lib/engine/a/x.ts" }] },
        ],
        "lib/engine",
        TEST,
      ),
    ).toEqual([]);
  });
});
