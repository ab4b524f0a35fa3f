import { expect, it } from "vitest";
import { CommandError } from "../exit-codes";
import { readApiKey } from "./api-key";

const refusalOf = (key: string): string => {
  try {
    return String(readApiKey("LAB_KEY", { LAB_KEY: key }));
  } catch (error) {
    if (error instanceof CommandError) return error.lines.join("\n");
    throw error;
  }
};

it("trims a key that was read from a file or pasted", () => {
  expect(readApiKey("LAB_KEY", { LAB_KEY: "  sk-1\r\n" })).toBe("sk-1");
  expect(readApiKey(undefined, { LAB_KEY: "sk-1" })).toBeUndefined();
});

it("refuses a key with spaces or line breaks within it, without repeating it", () => {
  expect(refusalOf(" \n")).toContain("is not set");
  expect(refusalOf("sk-1\nsk-2")).toMatch(/LAB_KEY: .*spaces or line breaks/);
  expect(refusalOf("Bearer sk-1")).toMatch(/LAB_KEY: .*without “Bearer”/);
  for (const key of ["sk-1 sk-2", "Bearer sk-1", "sk-ключ"])
    expect(refusalOf(key)).not.toContain("sk-");
});
