import { describe, expect, it } from "vitest";
import { safeNextPath } from "./next-path";

describe("safeNextPath", () => {
  it.each(["/studies/7", "/runs/1/decisions?round=2&status=invalid#row", "/"])(
    "keeps %s",
    (path) => {
      expect(safeNextPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    "",
    "studies",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "/\t/evil.example",
    "javascript:alert(1)",
    "/./\\/evil.example",
    "/.//evil.example",
  ])("does not leave the site for %j", (path) => {
    expect(safeNextPath(path)).toBe("/studies");
  });

  it("does not return to the sign-in or setup page", () => {
    expect(safeNextPath("/sign-in?next=/models")).toBe("/studies");
    expect(safeNextPath("/setup")).toBe("/studies");
    expect(safeNextPath("/setups")).toBe("/setups");
  });
});
