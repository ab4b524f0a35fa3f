import { expect, it } from "vitest";
import { shareInTick } from "./share-in-tick";

/** Reads a value that changes; counts the reads by key. */
function counter() {
  const reads: string[] = [];
  const state = { value: 1 };
  const get = shareInTick(async (...keys) => {
    reads.push(keys.join("/"));
    await Promise.resolve();
    return state.value;
  });
  return { get, reads, state };
}

it("reads once for those who ask for the same thing at once, and for each thing", async () => {
  const { get, reads } = counter();
  await Promise.all([get("a", "x"), get("a", "x"), get("a", "y"), get("a", "x")]);
  expect(reads).toEqual(["a/x", "a/y"]);
});

it("reads again for whoever asks after the read began", async () => {
  const { get, reads, state } = counter();
  const first = get("a");
  await Promise.resolve();
  await Promise.resolve();
  expect(reads).toEqual(["a"]);
  state.value = 2;
  expect(await get("a")).toBe(2);
  await first;
  expect(reads).toEqual(["a", "a"]);
});

it("fails for all who shared a read that failed, and reads again for the next", async () => {
  let fails = true;
  const get = shareInTick(async () => {
    await Promise.resolve();
    if (fails) throw new Error("connection lost");
    return "found";
  });
  const both = [get("a"), get("a")];
  for (const one of both) await expect(one).rejects.toThrow("connection lost");
  fails = false;
  expect(await get("a")).toBe("found");
});
