import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { readCsv } from "@/lib/container/testing/read-csv";
import { openCommandLine, type CommandResult } from "./testing/command-line";

const commandLine = await openCommandLine();
const { folder } = commandLine;
afterAll(() => commandLine.close());

const microcosm = (...args: string[]): Promise<CommandResult> => commandLine.run(...args);

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

type Line = { runId: string; digest: string; decisions: number; pollId: string };
const lineOf = ({ out }: CommandResult): Line => JSON.parse(out) as Line;

let runId = "";

it("forks, interviews and polls a completed run", async () => {
  const first = await microcosm(
    "run",
    file("scenario.json", liveScenario),
    "--seed",
    "3",
    "--rounds",
    "2",
    "--out",
    join(folder, "first"),
  );
  expect(first).toMatchObject({ code: 0 });
  const { digest } = lineOf(first);
  ({ runId } = lineOf(first));

  const flood = file("flood.json", {
    label: "Flood",
    effects: [{ tell: "Villager", text: "The river rose." }],
  });
  const flooded = await microcosm(
    "fork",
    runId,
    "--round",
    "3",
    "--rounds",
    "3",
    "--intervention",
    flood,
    "--out",
    join(folder, "flooded"),
  );
  expect(flooded).toMatchObject({ code: 0 });
  expect(lineOf(flooded).runId).not.toBe(runId);
  const steps = (name: string) =>
    readCsv(readFileSync(join(folder, name, "steps.csv"), "utf8")).rows;
  const shared = steps("first").length;
  expect(
    steps("flooded")
      .slice(0, shared)
      .map((row) => row.digest),
  ).toEqual(steps("first").map((row) => row.digest));
  expect(steps("first").at(-1)?.digest).toBe(digest);
  expect(steps("flooded")[shared]).toMatchObject({ round: "3", phase: "live" });
  expect(await microcosm("replay", lineOf(flooded).runId)).toMatchObject({ code: 0 });

  const answer = await microcosm("interview", runId, "Villager-2", "Do you trust the council?");
  expect(answer).toMatchObject({ code: 0, out: expect.stringMatching(/^\S.*\n$/) as string });

  const questions = file("poll.json", {
    agentType: "Villager",
    items: { well: { type: "boolean" }, litres: { type: "integer", min: 1, max: 9 } },
  });
  const polled = await microcosm(
    "poll",
    runId,
    questions,
    "--sample",
    "5",
    "--out",
    join(folder, "poll.csv"),
  );
  expect(polled).toMatchObject({ code: 0 });
  expect(JSON.parse(polled.out)).toMatchObject({
    runId,
    status: "completed",
    asked: 5,
    answered: 5,
    invalid: 0,
  });
  const { rows } = readCsv(readFileSync(join(folder, "poll.csv"), "utf8"));
  expect(rows).toHaveLength(5);
  expect(rows[0]).toMatchObject({ source: "simulated", run: runId, poll: lineOf(polled).pollId });
});

it("reports what cannot be done", async () => {
  const flood = join(folder, "flood.json");
  expect(await microcosm("intervene", runId, flood)).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining("This run is over") as string,
  });
  const wrong = await microcosm(
    "fork",
    runId,
    "--correct",
    file("wrong.json", { version: 1, seq: 0, values: { trust: 99, why: "x" } }),
  );
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringContaining("does not fit what the agent was asked") as string,
  });
  expect(await microcosm("fork", runId, "--round", "9")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/\/round: it has reached round 2/) as string,
  });
  expect(await microcosm("interview", runId, "Villager-99", "Hello?")).toMatchObject({
    code: 1,
    err: expect.stringContaining("This agent does not exist") as string,
  });
  // None of these needs a database.
  expect(await microcosm("fork", runId)).toMatchObject({ code: 2 });
  expect(
    await microcosm("fork", runId, "--round", "1", "--intervention", join(folder, "nowhere.json")),
  ).toMatchObject({ code: 2, err: expect.stringContaining("does not exist") as string });
  expect(
    await microcosm("intervene", runId, file("empty.json", { label: "", effects: [] })),
  ).toMatchObject({ code: 1, err: expect.stringMatching(/^\/label: [^]*^\/effects: /m) as string });
  expect(await microcosm("intervene", runId, file("broken.json", "{"))).toMatchObject({ code: 1 });
  expect(await microcosm("interview", runId, "Villager", "Hello?")).toMatchObject({ code: 2 });
  expect(await microcosm("poll", runId)).toMatchObject({ code: 2 });
});
