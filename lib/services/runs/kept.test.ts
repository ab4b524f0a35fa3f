import { expect, it } from "vitest";
import { Kept } from "./kept";

it("makes a thing once, and lets the least recently used go", async () => {
  const kept = new Kept<string>(2);
  const made: string[] = [];
  const get = (key: string) => kept.of(key, () => Promise.resolve((made.push(key), key)));
  for (const key of ["a", "b", "a", "c", "a", "b"]) expect(await get(key)).toBe(key);
  expect(made).toEqual(["a", "b", "c", "b"]);
  kept.drop("b");
  await get("b");
  expect(made.at(-1)).toBe("b");
});

it("makes again what could not be made", async () => {
  const kept = new Kept<number>(2);
  await expect(kept.of("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await kept.of("a", () => Promise.resolve(1))).toBe(1);
});
