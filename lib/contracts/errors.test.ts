import { expect, it } from "vitest";
import { AppError, notFound, toProblemDocument } from "./errors";

it("knows its errors whichever bundle they were thrown in", () => {
  const other = Object.assign(new Error("There is no such run."), {
    name: "AppError",
    code: "notFound",
    problems: [],
  });
  expect(other instanceof AppError).toBe(true);
  expect(notFound("run") instanceof AppError).toBe(true);
  expect(toProblemDocument(other)).toMatchObject({ status: 404, title: "There is no such run." });
});

it("says nothing of any other error", () => {
  expect(new Error("secret") instanceof AppError).toBe(false);
  expect(toProblemDocument(new Error("secret"))).toMatchObject({ status: 500, code: "internal" });
  expect(JSON.stringify(toProblemDocument(new Error("secret")))).not.toContain("secret");
});
