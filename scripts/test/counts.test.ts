import { expect, test } from "vitest";
import { countPlaywright, countVitest, reconcile, summaryLine } from "./counts";

const file = (status: string, ...tests: string[]): object => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test("a test file that could not be loaded counts as a failure", () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    testResults: [file("passed", "passed", "passed"), file("failed", "failed"), file("failed")],
  };
  expect(countVitest(report)).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

test("a flaky browser test counts as passed", () => {
  expect(countPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 3 } })).toEqual({
    passed: 7,
    failed: 1,
    skipped: 3,
  });
});

test("a failed tool without failed tests counts as one failure", () => {
  expect(reconcile(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(reconcile({ passed: 9, failed: 0, skipped: 0 }, 1)).toEqual({
    passed: 9,
    failed: 1,
    skipped: 0,
  });
  expect(reconcile({ passed: 9, failed: 4, skipped: 0 }, 1)).toEqual({
    passed: 9,
    failed: 4,
    skipped: 0,
  });
});

test("the last line names skipped tests only if there are any", () => {
  expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(summaryLine({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
});
