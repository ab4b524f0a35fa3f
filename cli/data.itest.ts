import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openCommandLine, type CommandResult } from "./testing/command-line";

const commandLine = await openCommandLine();
const { folder } = commandLine;
afterAll(() => commandLine.close());

const microcosm = (...args: string[]): Promise<CommandResult> => commandLine.run(...args);

const written = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

it("runs a scenario with a CSV file, lists the table and deletes it", async () => {
  const scenario = written(
    "voters.json",
    JSON.stringify({
      schema: "microcosm/scenario/1",
      name: "voters",
      title: "Voters",
      summary: "Voters of a survey.",
      instructions: "",
      rounds: 1,
      agents: {
        Voter: {
          dataset: { name: "survey" },
          profile: "You are {{ self.age }}.",
          attributes: { age: { type: "integer", init: { column: "age" } } },
        },
      },
      phases: [{ id: "rest", rules: [] }],
      measures: { age: { value: "mean(Voter.map(v, v.age))" } },
    }),
  );
  const run = await microcosm(
    "run",
    scenario,
    "--data",
    `survey=${written("wave.csv", "age\n20\n40\n")}`,
    "--out",
    join(folder, "out"),
  );
  expect(run).toMatchObject({
    code: 0,
    out: expect.stringContaining('"status":"completed"') as string,
  });

  const listed = await microcosm("data");
  expect(listed.out.split("\n").filter((line) => !line.endsWith("sample"))).toEqual([
    "survey\t2 rows\tage (integer)",
    "",
  ]);
  expect((await microcosm("data", "remove", "survey")).code).toBe(0);
  expect((await microcosm("data", "remove", "survey")).err).toContain("Unknown table “survey”.");
});

it("reports what is wrong with a file", async () => {
  const bad = await microcosm("data", "add", `bad=${written("bad.csv", "a,b\n1,2\n3\n")}`);
  expect([bad.code, bad.err]).toEqual([
    1,
    expect.stringContaining("Line 3 has 1 cell, and the first line names 2 columns"),
  ]);
  expect((await microcosm("data", "add", "nothing=/nowhere.csv")).err).toContain(
    "/nowhere.csv does not exist",
  );
  expect((await microcosm("data", "add")).code).toBe(2);
});
