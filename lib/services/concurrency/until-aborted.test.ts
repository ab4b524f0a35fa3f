import { expect, it } from "vitest";
import { untilAborted } from "./until-aborted";

it("returns the result of work that ends first", async () => {
  const abort = new AbortController();
  expect(await untilAborted(abort.signal, Promise.resolve(1))).toBe(1);
  await expect(untilAborted(abort.signal, Promise.reject(new Error("no")))).rejects.toThrow("no");
});

it("throws the reason of a signal that aborts first, or had aborted", async () => {
  const abort = new AbortController();
  const endless = new Promise<never>(() => undefined);
  const waiting = untilAborted(abort.signal, endless);
  abort.abort(new Error("they left"));
  await expect(waiting).rejects.toThrow("they left");
  await expect(untilAborted(abort.signal, endless)).rejects.toThrow("they left");
});
