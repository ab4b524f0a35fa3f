import { expect, test } from "vitest";
import { diskSpace } from "./disk-space";

test("tells the disk of a folder, and of one that is not there yet", async () => {
  const here = await diskSpace(".");
  expect(here.freeBytes).toBeGreaterThan(0);
  expect(here.totalBytes).toBeGreaterThan(here.freeBytes);
  expect((await diskSpace("./none/at/all")).totalBytes).toBe(here.totalBytes);
});
