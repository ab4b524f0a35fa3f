import { describe, expect, it } from "vitest";
import { nextPath } from "./next-path";

describe("nextPath", () => {
  it.each(["/studies/7", "/runs/1/decisions?round=2&status=invalid#row", "/"])(
    "keeps %s",
    (path) => {
      expect(nextPath(path)).toBe(path);
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
    expect(nextPath(path)).toBe("/studies");
  });

  it("does not come back to signing in", () => {
    expect(nextPath("/sign-in?next=/models")).toBe("/studies");
    expect(nextPath("/setup")).toBe("/studies");
    expect(nextPath("/setups")).toBe("/setups");
  });
});
