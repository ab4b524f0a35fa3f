import { expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { describeFailure } from "./describe-failure";

it("takes a refusal for now as information, with its code", () => {
  const refusal = new AppError("unavailable", "Downloads: too many are open.", [], {
    retryAfterSeconds: 10,
  });
  expect(describeFailure(refusal, refusal)).toEqual({
    message: "request refused",
    details: {
      level: "info",
      code: "unavailable",
      reason: "Downloads: too many are open.",
      retryAfterSeconds: 10,
    },
  });
});

it("warns of what something else has caused, with that error", () => {
  const lost = new Error("connection terminated");
  const explained = new AppError("unavailable", "The database is busy.", [], {
    cause: lost,
    retryAfterSeconds: 5,
  });
  expect(describeFailure(lost, explained)).toMatchObject({
    details: {
      level: "warning",
      code: "unavailable",
      error: expect.stringContaining("connection terminated") as unknown,
    },
  });
});

it("warns of what a person has to mend", () => {
  const unreadable = new AppError("unavailable", "A stored key cannot be read.");
  expect(describeFailure(unreadable, unreadable).details.level).toBe("warning");
});

it("keeps the trace of anything unexpected as an error", () => {
  const fault = new TypeError("x is not a function");
  expect(describeFailure(fault, fault)).toEqual({
    message: "request failed",
    details: { level: "error", error: fault.stack },
  });
});
