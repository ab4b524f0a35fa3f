import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";
import { serveApi } from "./testing/serve-api";

let installation: Installation;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  installation = await openInstallation();
  await installation.workHere();
  people = openPeople(installation.databaseUrl);
  const { services } = installation.container;
  await services.listDatasets(SYSTEM);
  const person = await people.member("researcher");
  const scopes = ["read" as const, "run" as const];
  const { secret } = await services.createToken(person, { name: "Example", scopes, days: 1 });
  api = await serveApi(installation.container);
  environment = { ...process.env, MICROCOSM: api.url, TOKEN: secret };
});
afterAll(async () => {
  await api.close();
  await people.close();
  await installation.close();
});

/** Returns the example of docs/http-api.md in a language, without its line of settings. */
function exampleIn(language: string): string {
  const text = readFileSync(join(PROJECT_ROOT, "docs/http-api.md"), "utf8");
  const block = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1];
  if (block === undefined) throw new Error(`No example in ${language}.`);
  return block.replace(/^export .*\n/, "");
}

async function runExample(command: string, argument: string, language: string): Promise<string> {
  const child = spawn(command, [argument, exampleIn(language)], { env: environment });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code, output).toBe(0);
  return output;
}

const isInstalled = (command: string): boolean => spawnSync(command, ["--version"]).status === 0;

it.skipIf(!isInstalled("curl"))("the example with curl starts a study and reads it", async () => {
  expect(await runExample("sh", "-c", "sh")).toMatch(/^source,model,run,[^]*\nsimulated,/);
});

it.skipIf(!isInstalled("python3"))("so does the one in Python", async () => {
  expect(await runExample("python3", "-c", "python")).toContain("'source': 'simulated'");
});
