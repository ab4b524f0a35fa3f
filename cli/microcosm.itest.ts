import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { chatCompletion, sendJson, startTestServer } from "@/lib/adapters/llm/test-server";
import { afterAll, expect, it } from "vitest";
import { openCommandLine, type CommandResult } from "./testing/command-line";

const commandLine = await openCommandLine({
  isEmbedded: true,
  variables: { LAB_KEY: "sk-lab-secret" },
});
const { folder } = commandLine;
afterAll(() => commandLine.close());

const microcosm = (...args: string[]): Promise<CommandResult> => commandLine.run(...args);

it("lists templates and validates one", async () => {
  const { out } = await microcosm("templates");
  expect(out.trimEnd().split("\n")).toEqual(
    expect.arrayContaining(["opinion-dynamics", "survey-experiment"]),
  );
  expect(await microcosm("validate", "template:opinion-dynamics")).toMatchObject({
    code: 0,
    out: "ok\n",
  });
});

it("prints one problem per line with its pointer, and ends with 1", async () => {
  const document = JSON.parse((await microcosm("templates", "survey-experiment")).out) as {
    phases: object[];
  };
  const broken = join(folder, "broken.json");
  writeFileSync(
    broken,
    JSON.stringify({ ...document, phases: [{ ...document.phases[0], ask: "backgruond" }] }),
  );
  const checked = await microcosm("validate", broken);
  expect(checked.code).toBe(1);
  expect(checked.out).toMatch(/^\/phases\/0\/ask: .*background/m);
  for (const line of checked.out.trimEnd().split("\n")) expect(line).toMatch(/^\/\S*: \S/);
  writeFileSync(broken, '{ "name": ');
  expect(await microcosm("validate", broken)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^\/: line 1, column \d+: /) as string,
  });
});

it("reads a scenario file as the page does, and names the line of a mistake", async () => {
  const { out } = await microcosm("templates", "survey-experiment");
  const text = JSON.stringify(JSON.parse(out), null, 2);
  const path = join(folder, "written.json");
  for (const bytes of [`\uFEFF${text}`, Buffer.from(`\uFEFF${text}`, "utf16le")]) {
    writeFileSync(path, bytes);
    expect(await microcosm("validate", path)).toMatchObject({ code: 0, out: "ok\n" });
  }
  for (const [bytes, line] of [
    ['{\n "name": "a",\n "name": "b"\n}', '/name: line 3, column 2: the key "name" appears twice'],
    [
      Buffer.from('{\n "name": "f\xfcr"\n}', "latin1"),
      "/: line 2, column 12: this character is not",
    ],
  ] as const) {
    writeFileSync(path, bytes);
    const checked = await microcosm("validate", path);
    expect([checked.code, checked.out.slice(0, line.length)]).toEqual([1, line]);
  }
});

it("runs, exports and replays to the same digest for the same seed", async () => {
  const run = [
    "run",
    "template:survey-experiment",
    "--param",
    "respondents=20",
    "--param",
    "tasks=1",
    "--seed",
    "5",
  ];
  const first = await microcosm(...run, "--out", join(folder, "out"));
  expect(first).toMatchObject({ code: 0 });
  const summary = JSON.parse(first.out) as { runId: string; digest: string };
  expect(summary).toMatchObject({
    status: "completed",
    decisions: 40,
    invalid: 0,
    rejected: 0,
    seed: 5,
  });
  expect(readdirSync(join(folder, "out")).sort((a, b) => a.localeCompare(b))).toEqual([
    "agents.csv",
    "decisions.csv",
    "manifest.json",
    "measures.csv",
    "sft.jsonl",
    "steps.csv",
    "table-Plan.csv",
  ]);
  expect(JSON.parse(readFileSync(join(folder, "out", "manifest.json"), "utf8"))).toMatchObject({
    digest: summary.digest,
    parameters: { respondents: 20, tasks: 1 },
  });

  const replay = await microcosm("replay", summary.runId);
  expect(replay.code).toBe(0);
  expect(JSON.parse(replay.out)).toMatchObject({
    equal: true,
    digest: summary.digest,
    firstDifference: null,
  });
  expect(await microcosm("export", summary.runId, "--out", join(folder, "again"))).toMatchObject({
    code: 0,
  });
  expect(readFileSync(join(folder, "again", "agents.csv"), "utf8")).toBe(
    readFileSync(join(folder, "out", "agents.csv"), "utf8"),
  );
  expect(JSON.parse((await microcosm(...run)).out)).toMatchObject({ digest: summary.digest });
});

it("refuses unknown parameters, files and options, and says which", async () => {
  const unknown = await microcosm("run", "template:survey-experiment", "--param", "respondent=20");
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("respondents");
  expect(await microcosm("run", "nowhere.json")).toMatchObject({
    code: 2,
    err: expect.stringContaining("does not exist") as string,
  });
  expect(await microcosm("run", "template:survey-experiment", "--sead", "1")).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("Did you mean --seed?") as string,
  });
});

it("a run whose endpoint refuses the key pauses with exit code 4 and shows no key", async () => {
  const server = createServer((_request, response) =>
    response
      .writeHead(401, { "content-type": "application/json" })
      .end('{"error":{"message":"Incorrect API key"}}'),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const paused = await microcosm(
    "run",
    "template:survey-experiment",
    "--param",
    "respondents=10",
    "--base-url",
    `http://127.0.0.1:${port}/v1`,
    "--model",
    "any",
    "--api-key-env",
    "LAB_KEY",
  );
  server.close();
  expect(paused.code).toBe(4);
  expect(JSON.parse(paused.out)).toMatchObject({ status: "paused" });
  expect(paused.err).toMatch(/key/i);
  expect(paused.out + paused.err).not.toContain("sk-lab-secret");
});

it("a complete run of invalid decisions says so, with the reason and exit code 7", async () => {
  const server = await startTestServer(({ response }) =>
    sendJson(response, 200, chatCompletion('{"answer": 1', { finish: "length" })),
  );
  const lab = ["--base-url", server.baseUrl, "--model", "tiny"];
  const done = await microcosm(
    ...["run", "template:survey-experiment", "--param", "respondents=24", "--seed", "3", ...lab],
  );
  await server.close();
  expect(done.code).toBe(7);
  expect(JSON.parse(done.out)).toMatchObject({ status: "completed" });
  expect(done.err).toMatch(
    /warning: 100% of \d+ decisions have no valid answer\. Most frequent: truncated/,
  );
  expect(done.err).toContain("Raise the limit of tokens");
});
