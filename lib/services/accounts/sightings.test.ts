import { expect, it } from "vitest";
import { Sightings } from "./sightings";

it("notes each key at most once a minute", () => {
  let now = 0;
  const sightings = new Sightings(() => now);
  expect([sightings.isDue("a"), sightings.isDue("a"), sightings.isDue("b")]).toEqual([
    true,
    false,
    true,
  ]);
  now = 59_999;
  expect(sightings.isDue("a")).toBe(false);
  now = 60_000;
  expect([sightings.isDue("a"), sightings.isDue("a")]).toEqual([true, false]);
});
