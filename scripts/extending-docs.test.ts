import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOMAIN = "lib/domain/scenario";
const ENGINE = "lib/engine";

/** Adds text to a file, directly after the first occurrence of a marker. */
type Addition = readonly [file: string, marker: string, text: string];

/** The worked example of a page. */
type Example = {
  /** The new files, which the last code blocks of the page contain in this order. */
  readonly files: readonly string[];
  /** Its changes of existing files, made from the first code blocks of the page. */
  readonly additions: (blocks: readonly string[]) => readonly Addition[];
};

/** Adds an entry to a registry, and the import of what it registers. */
const register = (folder: string, marker: string, entry: string, from: string): Addition[] => [
  [`${ENGINE}/${folder}/index.ts`, marker, `${entry},\n`],
  [`${ENGINE}/${folder}/index.ts`, "", `import { ${entry.split(" ").at(-1)} } from "${from}";\n`],
];

const EXAMPLES: Readonly<Record<string, Example>> = {
  effects: {
    files: [`${ENGINE}/effects/repeat-effect.ts`, `${ENGINE}/effects/repeat-effect.test.ts`],
    additions: ([type = "", schema = ""]) => [
      [`${DOMAIN}/effect.ts`, "export type Effect =\n", type],
      [`${DOMAIN}/effect.ts`, "EFFECT_KEYS = [\n", '"repeat",'],
      [`${DOMAIN}/effect.ts`, "z.union([\n", schema],
      ...register("effects", "EffectKind<Key> } = {\n", "repeat: repeatEffect", "./repeat-effect"),
    ],
  },
  phases: {
    files: [`${ENGINE}/phases/spotlight.ts`, `${ENGINE}/phases/spotlight.test.ts`],
    additions: ([schema = ""]) => [
      [`${DOMAIN}/phase.ts`, "if: expression.optional() };\n", schema],
      [`${DOMAIN}/phase.ts`, "PHASE_KEYS = [", '"spotlight", '],
      [`${DOMAIN}/phase.ts`, "phase = z.union([", "spotlight, "],
      [
        `${DOMAIN}/describe-phase.ts`,
        ": PhaseDescriptions = {\n",
        "spotlight: ({ spotlight }) => `One ${spotlight}, drawn at random, decides.`,",
      ],
      ...register("phases", "PhaseKind<Key> } = {\n", "spotlight: spotlightPhase", "./spotlight"),
    ],
  },
  memory: {
    files: [`${ENGINE}/memory/origins.ts`],
    additions: ([schema = "", description = ""]) => [
      [`${DOMAIN}/memory.ts`, 'discriminatedUnion("kind", [\n', schema],
      [`${DOMAIN}/memory.ts`, ": MemoryDescriptions = {\n", description],
      ...register("memory", "MemoryKind<Kind> } = {\n", "origins", "./origins"),
    ],
  },
  "network-generators": {
    files: [`${ENGINE}/networks/star.ts`, `${ENGINE}/networks/star.test.ts`],
    additions: ([schema = ""]) => [
      [`${DOMAIN}/population.ts`, 'generator = z.discriminatedUnion("kind", [\n', schema],
      [`${DOMAIN}/population.ts`, 'Record<Generator["kind"], string>> = {\n', 'star: "a star",'],
      ...register("networks", "TieGenerator<Kind> } = {\n", "star", "./star"),
    ],
  },
  operators: {
    files: [`${ENGINE}/operators/lottery.ts`],
    additions: () => register("operators", "readonly Operator[] = [\n", "lottery", "./lottery"),
  },
};

/** The TypeScript blocks of a page, those within lists included. */
const readBlocks = (page: string): string[] =>
  [
    ...readFileSync(join(ROOT, "docs/extending", `${page}.md`), "utf8").matchAll(
      /^ *```ts\n([\s\S]*?)^ *```$/gm,
    ),
  ].map(([, block = ""]) => block);

/** The files of all examples together, new and changed, by path. */
function buildFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const read = (path: string): string => files.get(path) ?? readFileSync(path, "utf8");
  for (const [page, { files: added, additions }] of Object.entries(EXAMPLES)) {
    const blocks = readBlocks(page);
    for (const [file, marker, text] of additions(blocks)) {
      const path = join(ROOT, file);
      const before = read(path);
      if (!before.includes(marker)) throw new Error(`${file} does not contain “${marker}”`);
      files.set(
        path,
        before.replace(marker, () => marker + text),
      );
    }
    added.forEach((file, index) =>
      files.set(join(ROOT, file), blocks[blocks.length - added.length + index] ?? ""),
    );
  }
  return files;
}

/** The type errors in these files, which replace or extend those on disk. */
function checkTypes(files: ReadonlyMap<string, string>): string[] {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(
    { ...config.config, files: [...files.keys()], include: [] },
    ts.sys,
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  const program = ts.createProgram([...files.keys()], { ...options, incremental: false }, host);
  return program
    .getSourceFiles()
    .filter(({ fileName }) => files.has(fileName))
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ])
    .map(({ file, messageText }) =>
      [file?.fileName.slice(ROOT.length), ts.flattenDiagnosticMessageText(messageText, "\n")].join(
        ": ",
      ),
    );
}

it("the examples of docs/extending compile, and a wrong variant of one does not", () => {
  const files = buildFiles();
  const star = files.get(join(ROOT, ENGINE, "networks/star.ts"));
  const wrong = star?.replace("sources.length", "sources.size") ?? "";
  // One program for both, because a program takes seconds.
  files.set(join(ROOT, ENGINE, "networks/wrong-star.ts"), wrong);
  expect(files.size).toBeGreaterThan(15);
  expect(checkTypes(files)).toEqual([expect.stringMatching(/\/wrong-star\.ts: .*'size'/)]);
});
