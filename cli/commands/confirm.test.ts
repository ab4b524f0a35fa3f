import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { confirm } from "./confirm";

async function answer(text: string): Promise<{ isConfirmed: boolean; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(text);
  const isConfirmed = await confirm("Delete it?", { input, output });
  return { isConfirmed, shown: String(output.read() ?? "") };
}

it("takes y and yes in any case, and nothing else, as a yes", async () => {
  for (const text of ["y\n", "YES\n", " yes \n"])
    expect((await answer(text)).isConfirmed).toBe(true);
  for (const text of ["\n", "n\n", "yess\n", "delete\n"])
    expect((await answer(text)).isConfirmed).toBe(false);
  expect((await answer("y\n")).shown).toContain("Delete it? [y/N] ");
});

it("takes the end of the input as a no", async () => {
  expect((await answer("")).isConfirmed).toBe(false);
});
