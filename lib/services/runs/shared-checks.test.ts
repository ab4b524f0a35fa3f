import { expect, it } from "vitest";
import { SharedChecks } from "./shared-checks";

it("checks once for all who ask within the interval, by key", async () => {
  const clock = { now: 0 };
  const checks = new SharedChecks(() => clock.now, 5_000);
  const made: string[] = [];
  const ask = (key: string) => checks.run(key, async () => made.push(key));
  await Promise.all([ask("ann"), ask("ann"), ask("bea")]);
  clock.now = 4_999;
  await ask("ann");
  expect(made).toEqual(["ann", "bea"]);
  clock.now = 5_000;
  await ask("ann");
  expect(made).toEqual(["ann", "bea", "ann"]);
});

it("tells all who asked that a check failed, and checks again later", async () => {
  const clock = { now: 0 };
  const checks = new SharedChecks(() => clock.now, 5_000);
  const refuse = () => Promise.reject(new Error("no access"));
  const both = [checks.run("ann", refuse), checks.run("ann", refuse)];
  for (const one of both) await expect(one).rejects.toThrow("no access");
  clock.now = 5_000;
  await checks.run("ann", () => Promise.resolve());
});
