import { expect, it } from "vitest";
import { AppError, MAX_PROBLEMS, notFound, toProblemDocument } from "./errors";

it("recognises errors thrown in another bundle", () => {
  const other = Object.assign(new Error("This run does not exist."), {
    name: "AppError",
    code: "notFound",
    problems: [],
  });
  expect(other instanceof AppError).toBe(true);
  expect(notFound("run") instanceof AppError).toBe(true);
  expect(toProblemDocument(other)).toMatchObject({
    status: 404,
    title: "This run does not exist.",
  });
});

it("hides the details of other errors", () => {
  expect(new Error("secret") instanceof AppError).toBe(false);
  expect(toProblemDocument(new Error("secret"))).toMatchObject({ status: 500, code: "internal" });
  expect(JSON.stringify(toProblemDocument(new Error("secret")))).not.toContain("secret");
});

it("lists at most 200 problems, and counts the others", () => {
  const problems = Array.from({ length: 203 }, (_, index) => ({
    pointer: `/${String(index)}`,
    message: "wrong",
  }));
  const cut = toProblemDocument(new AppError("invalid", "Many.", problems));
  expect(cut.problems).toEqual(problems.slice(0, MAX_PROBLEMS));
  expect(cut.moreProblems).toBe(3);
  const whole = toProblemDocument(new AppError("invalid", "Many.", problems.slice(3)));
  expect(whole.problems).toHaveLength(200);
  expect(whole).not.toHaveProperty("moreProblems");
});
