import { describe, expect, it } from "vitest";
import type { NetworkPicture, ShownAttribute } from "@/lib/contracts/network";
import { colourScale, nodeRadii, defaultColour } from "./colour-scale";

const attribute = (given: Partial<ShownAttribute>): ShownAttribute => ({
  of: "A",
  name: "x",
  label: "X",
  unit: null,
  type: "number",
  options: null,
  min: null,
  max: null,
  dynamic: false,
  values: [],
  ...given,
});
const picture = (attributes: ShownAttribute[], degrees: number[] = [0, 1, 4]): NetworkPicture => ({
  network: "N",
  label: "N",
  directed: false,
  round: 1,
  agents: 3,
  ties: 2,
  shown: "all",
  types: [
    { name: "A", label: "Agent" },
    { name: "B", label: "Firm" },
  ],
  names: {},
  nodes: degrees.map((degree, index) => ({
    id: `${index === 2 ? "B" : "A"}-${index + 1}`,
    degree,
  })),
  edges: [],
  attributes,
});

it("colours by the first dynamic attribute by default, and by type without attributes", () => {
  expect(
    defaultColour(
      picture([attribute({ name: "age" }), attribute({ name: "opinion", dynamic: true })]),
    ),
  ).toBe("A.opinion");
  expect(defaultColour(picture([attribute({ name: "age" })]))).toBe("A.age");
  expect(colourScale(picture([]), defaultColour(picture([])))).toMatchObject({
    title: "Type",
    classByNode: [0, 0, 1],
    classes: [{ label: "Agent" }, { label: "Firm" }],
  });
});

describe("a numeric attribute", () => {
  it("is divided into equal steps between its bounds, inclusive", () => {
    const scale = colourScale(picture([attribute({ min: 0, max: 9, values: [0, 4.5, 9] })]), "A.x");
    expect(scale.classByNode).toEqual([0, 4, 8]);
    expect(scale.thresholds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("has the middle colour at zero if it can be negative, whatever its bounds", () => {
    const scale = colourScale(picture([attribute({ min: -1, max: 9, values: [-1, 0, 9] })]), "A.x");
    expect(scale.classByNode).toEqual([4, 4, 8]);
    expect([scale.thresholds?.[0], scale.thresholds?.at(-1)]).toEqual([-9, 9]);
    expect(scale.classes[0]?.colour).not.toBe(scale.classes[8]?.colour);
  });

  it("can be missing, or the same for all agents", () => {
    expect(colourScale(picture([attribute({ values: [null, 5, 5] })]), "A.x").classByNode[0]).toBe(
      -1,
    );
    expect(
      new Set(colourScale(picture([attribute({ values: [5, 5, 5] })]), "A.x").classByNode).size,
    ).toBe(1);
  });
});

describe("a category attribute", () => {
  it("has a fixed colour per option", () => {
    const scale = colourScale(
      picture([
        attribute({
          type: "category",
          options: ["left", "right"],
          values: ["right", null, "left"],
        }),
      ]),
      "A.x",
    );
    expect(scale.classByNode).toEqual([1, -1, 0]);
    expect(scale.classes.map(({ label }) => label)).toEqual(["left", "right"]);
  });

  it("has one colour for all options after the seventh", () => {
    const options = Array.from({ length: 10 }, (_, index) => `o${index}`);
    const scale = colourScale(
      picture([attribute({ type: "category", options, values: ["o6", "o7", "o9"] })]),
      "A.x",
    );
    expect(scale.classByNode).toEqual([6, 7, 7]);
    expect(scale.classes).toHaveLength(8);
    expect(scale.classes[7]?.label).toBe("3 others");
  });
});

it("scales node radii with ties or a number, with a visible minimum", () => {
  const [none = 0, some = 0, most = 0] = nodeRadii(picture([]), "ties");
  expect(none).toBeGreaterThan(2);
  expect(some).toBeGreaterThan(none);
  expect(most).toBeGreaterThan(some);
  expect(new Set(nodeRadii(picture([]), null)).size).toBe(1);
  expect(
    nodeRadii(picture([attribute({ values: [null, null, null] })]), "A.x").every(Number.isFinite),
  ).toBe(true);
});
