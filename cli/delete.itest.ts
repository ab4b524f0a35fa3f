import { afterAll, expect, it } from "vitest";
import { openCommandLine, type CommandResult } from "./testing/command-line";

const commandLine = await openCommandLine();
afterAll(() => commandLine.close());

const microcosm = (...args: string[]): Promise<CommandResult> => commandLine.run(...args);
const lineOf = ({ out }: CommandResult) => JSON.parse(out) as Record<string, unknown>;

it("deletes a run, says what goes and until when, and restores it", async () => {
  const small = ["--param", "respondents=10", "--param", "tasks=1", "--seed", "1"];
  const { runId } = lineOf(await microcosm("run", "template:survey-experiment", ...small)) as {
    runId: string;
  };

  // Nobody is asked without a terminal, so nothing goes.
  const unasked = await microcosm("delete", "run", runId);
  expect(unasked).toMatchObject({ code: 2, out: "" });
  expect(unasked.err).toContain("--yes");

  const deleted = await microcosm("delete", "run", runId, "--yes");
  expect(deleted).toMatchObject({ code: 0 });
  expect(lineOf(deleted)).toMatchObject({ kind: "run", id: runId, runs: 1, decisions: 20 });
  const { deletionId, undoUntil } = lineOf(deleted) as { deletionId: string; undoUntil: string };
  expect(deleted.err).toContain("with 20 decisions");
  expect(deleted.err).toContain(undoUntil);
  expect(deleted.err).toContain(`delete --undo ${deletionId}`);
  const again = await microcosm("delete", "run", runId, "--yes");
  expect([again.code, again.err]).toEqual([1, expect.stringMatching(/does not exist/)]);

  // By the ID of what was deleted; that of the deletion does the same, once.
  expect(lineOf(await microcosm("delete", "--undo", runId))).toMatchObject({
    ...{ restored: "run", id: runId },
  });
  expect((await microcosm("replay", runId)).code).toBe(0);
  expect((await microcosm("delete", "--undo", deletionId)).code).toBe(1);
});
