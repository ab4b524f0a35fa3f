import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { startGatedModel, type GatedModel } from "@/lib/container/testing/gated-model";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openCommandLine, type StartedCommand, type TestCommandLine } from "./testing/command-line";

const RUN_LINE = /^run (\S+)$/m;
let commandLine: TestCommandLine;
let server: TestServer;
let gate: GatedModel;
/** The run of the first test, complete. */
let runId = "";

type Body = { readonly response_format?: { readonly json_schema: { readonly name: string } } };

const answerTo = ({ response_format: format }: Body): string => {
  if (format === undefined) return "Because it is near.";
  return JSON.stringify(
    format.json_schema.name === "choice"
      ? { choice: { action: "rest", hours: 3 } }
      : { trust: 5, why: "It is fair." },
  );
};

beforeAll(async () => {
  commandLine = await openCommandLine();
  server = await startTestServer(({ body, response }) =>
    sendJson(response, 200, chatCompletion(answerTo(body as Body))),
  );
  gate = await startGatedModel(server.baseUrl);
  writeFileSync(out("scenario.json"), JSON.stringify(liveScenario));
});
afterAll(async () => {
  await gate.close();
  await server.close();
  await commandLine.close();
});

const out = (name: string): string => join(commandLine.folder, name);

/** Starts a run of one round, whose calls the gate may hold. */
const startRun = (folder: string): StartedCommand =>
  commandLine.start(
    ...["run", out("scenario.json"), "--param", "villagers=6", "--rounds", "1", "--seed", "1"],
    ...["--no-estimate", "--base-url", gate.url, "--model", "tiny", "--out", out(folder)],
  );

it("names the run at once, and prints its line when the files cannot be written", async () => {
  gate.hold();
  const started = startRun("lost");
  await gate.untilHeld();
  expect(await started.untilError(RUN_LINE)).toMatch(RUN_LINE);
  rmSync(out("lost"), { recursive: true });
  writeFileSync(out("lost"), "in the way");
  gate.release();
  const result = await started.result;
  expect(result.code).toBe(6);
  const line = JSON.parse(result.out) as { runId: string; status: string };
  expect(line).toMatchObject({ status: "completed" });
  expect(result.err).toContain(`microcosm export ${line.runId} --out FOLDER`);
  ({ runId } = line);
  expect(await commandLine.run("export", runId, "--out", out("found"))).toMatchObject({ code: 0 });
  expect(readFileSync(out("found/manifest.json"), "utf8")).toContain(runId);
});

it("pauses on SIGTERM, prints the line and writes what there is", async () => {
  gate.hold(2);
  const started = startRun("stopped");
  await gate.untilHeld();
  started.child.kill("SIGTERM");
  const result = await started.result;
  gate.release();
  expect(result.code).toBe(130);
  expect(JSON.parse(result.out)).toMatchObject({ status: "paused" });
  expect(readdirSync(out("stopped"))).toContain("manifest.json");
});

it("completes and writes its files when nobody reads its output any more", async () => {
  gate.hold();
  const started = startRun("unread");
  await gate.untilHeld();
  started.child.stdout?.destroy();
  started.child.stderr?.destroy();
  gate.release();
  expect(await started.result).toMatchObject({ code: 0 });
  expect(readdirSync(out("unread"))).toContain("manifest.json");
});

it("refuses an unusable folder before anything is stored or asked", async () => {
  const before = gate.calls();
  writeFileSync(out("file"), "");
  mkdirSync(out("taken"));
  writeFileSync(out("taken/manifest.json"), JSON.stringify({ run: "other" }));
  for (const [folder, why] of [
    ["file", "is a file"],
    ["taken", "files of another run (other)"],
    ["file/deeper", "cannot be written"],
  ] as const)
    expect(await startRun(folder).result).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining(why) as string,
    });
  const poll = out("poll.json");
  writeFileSync(poll, '{"agentType":"Villager","items":{"well":{"type":"boolean"}}}');
  expect(await commandLine.run("poll", runId, poll, "--out", commandLine.folder)).toMatchObject({
    code: 2,
  });
  expect(gate.calls()).toBe(before);
});

it("keeps the answer of an interview that was left", async () => {
  gate.hold();
  const interview = commandLine.start("interview", runId, "Villager-2", "Why?");
  await gate.untilHeld();
  interview.child.kill("SIGINT");
  expect(await interview.untilError(/Ctrl-C again/)).toContain("Waiting for the answer");
  gate.release();
  expect(await interview.result).toMatchObject({ code: 0, out: "Because it is near.\n" });
});

it("ends well when the reader of a list stops early", async () => {
  const script = '"$0" cli/launch.mjs cli/microcosm.ts templates | head -1';
  const shell = spawn("sh", ["-c", script, process.execPath]);
  let [text, errors] = ["", ""];
  shell.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  shell.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise((resolve) => shell.once("close", resolve));
  expect([text, errors]).toEqual(["opinion-dynamics\n", ""]);
});
