import { describe, expect, it } from "vitest";
import { rank } from "./fuzzy";

const items = ["Studies", "Scenarios", "Models", "New study", "New scenario", "Settings"].map(
  (label) => ({ label }),
);
const found = (query: string) => rank(query, items).map((item) => item.label);

describe("rank", () => {
  it("keeps everything in its order while nothing is typed", () =>
    expect(found("  ")).toEqual(items.map((item) => item.label)));
  it("puts a prefix first", () => expect(found("stud")).toEqual(["Studies", "New study"]));
  it("finds initials of words", () => expect(found("ns")[0]).toBe("New study"));
  it("prefers letters in sequence to scattered ones", () =>
    expect(found("set")[0]).toBe("Settings"));
  it("keeps the order of letters", () => expect(found("ydut")).toEqual([]));
  it("ignores case, spaces and accents", () => {
    expect(found("NEW SCE")[0]).toBe("New scenario");
    expect(rank("etude", [{ label: "Étude" }])).toHaveLength(1);
  });
  it("finds keywords, after labels that match as well", () => {
    const pages = [{ label: "Models", keywords: ["endpoint"] }, { label: "Endpoint keys" }];
    expect(rank("endp", pages).map((page) => page.label)).toEqual(["Endpoint keys", "Models"]);
  });
  it("does not drop the only item with a far match", () =>
    expect(found("mdls")).toEqual(["Models"]));
});
