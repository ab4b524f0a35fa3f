import { niceScale } from "@/components/ui/chart/scale";
import { seriesColor } from "@/components/ui/chart/palette";
import type { NetworkPicture, ShownAttribute } from "@/lib/contracts/network";
import type { Value } from "@/lib/domain/scenario";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";

/** A colour, as CSS that follows the theme, and its label. */
export type ColourClass = { readonly label: string; readonly colour: string };

/**
 * What the colours of a picture encode. `classByNode` has the class of each node, -1 without a
 * value.
 */
export type ColourScale = {
  readonly title: string;
  readonly unit: string | null;
  /** The thresholds of a numeric scale, from low to high; null for named classes. */
  readonly thresholds: readonly number[] | null;
  readonly classes: readonly ColourClass[];
  readonly classByNode: readonly number[];
};

/** Steps of a numeric scale: as many as readers can tell apart. */
const STEPS = 9;
/** Colours that readers can tell apart; all further options share the last. */
const MAX_CATEGORIES = 8;

/** The colour of agents without a value. */
export const NO_VALUE_COLOUR = "var(--card)";
const NEUTRAL = "color-mix(in oklab, var(--muted-foreground) 30%, var(--card))";

export const attributeKey = ({ of, name }: Pick<ShownAttribute, "of" | "name">): string =>
  `${of}.${name}`;

/**
 * Returns what to colour by unless the reader chooses: the first dynamic attribute, else the first.
 */
export function defaultColour({ attributes }: Pick<NetworkPicture, "attributes">): string {
  const attribute = attributes.find(({ dynamic }) => dynamic) ?? attributes[0];
  return attribute ? attributeKey(attribute) : "type";
}

/**
 * Returns the scale for a choice, or the one of agent types when the network lacks that attribute.
 */
export function colourScale(picture: NetworkPicture, choice: string): ColourScale {
  if (choice === "ties")
    return numericScale(
      "Ties",
      null,
      picture.nodes.map(({ degree }) => degree),
      0,
      null,
    );
  const attribute = picture.attributes.find((one) => attributeKey(one) === choice);
  if (!attribute) return typeScale(picture);
  const { label, unit, values, options } = attribute;
  switch (attribute.type) {
    case "category":
      return categoryScale(label, options ?? [], values);
    case "boolean":
      return {
        title: label,
        unit,
        thresholds: null,
        classes: [
          { label: "no", colour: NEUTRAL },
          { label: "yes", colour: seriesColor(1) },
        ],
        classByNode: values.map((value) => (typeof value === "boolean" ? Number(value) : -1)),
      };
    case "integer":
    case "number":
      return numericScale(label, unit, values, attribute.min, attribute.max);
  }
}

function typeScale({ types, nodes }: NetworkPicture): ColourScale {
  const indices = new Map(types.map(({ name }, index) => [name, index]));
  return {
    title: "Type",
    unit: null,
    thresholds: null,
    classes: types.map(({ label }, index) => ({ label, colour: seriesColor(index) })),
    classByNode: nodes.map(({ id }) => indices.get(tableOfRowId(id)) ?? -1),
  };
}

/** Options keep their colours from round to round, whichever agents have them. */
function categoryScale(
  title: string,
  options: readonly string[],
  values: readonly Value[],
): ColourScale {
  const most = options.length > MAX_CATEGORIES ? MAX_CATEGORIES - 1 : options.length;
  const classes = options
    .slice(0, most)
    .map((label, index) => ({ label, colour: seriesColor(index) }));
  const indices = new Map(options.map((option, index) => [option, Math.min(index, most)]));
  return {
    title,
    unit: null,
    thresholds: null,
    classes:
      most < options.length
        ? [...classes, { label: `${options.length - most} others`, colour: NEUTRAL }]
        : classes,
    classByNode: values.map((value) =>
      typeof value === "string" ? (indices.get(value) ?? -1) : -1,
    ),
  };
}

/** Equal steps between round numbers; diverging from grey when zero lies between them. */
function numericScale(
  title: string,
  unit: string | null,
  values: readonly Value[],
  min: number | null,
  max: number | null,
): ColourScale {
  const numbers = values.filter((value) => typeof value === "number");
  const [low, high] = niceScale(numbers, [min ?? "auto", max ?? "auto"], STEPS).domain;
  const diverging = low < 0 && high > 0;
  const reach = Math.max(-low, high);
  const [from, to] = diverging ? [-reach, reach] : [low, high];
  const step = (to - from) / STEPS;
  return {
    title,
    unit,
    thresholds: Array.from({ length: STEPS + 1 }, (_, index) => from + index * step),
    classes: Array.from({ length: STEPS }, (_, index) => ({
      label: "",
      colour: diverging ? divergingColour(index) : sequentialColour(index),
    })),
    classByNode: values.map((value) =>
      typeof value === "number"
        ? Math.max(0, Math.min(STEPS - 1, Math.floor((value - from) / step)))
        : -1,
    ),
  };
}

const mix = (colour: string, percent: number, other: string): string =>
  `color-mix(in oklab, ${colour} ${Math.round(percent)}%, ${other})`;

/** From near the background to near the text colour: more is darker on light, lighter on dark. */
function sequentialColour(index: number): string {
  const share = index / (STEPS - 1);
  return share <= 0.6
    ? mix("var(--chart-1)", 22 + 130 * share, "var(--card)")
    : mix("var(--chart-1)", 100 - 130 * (share - 0.6), "var(--foreground)");
}

function divergingColour(index: number): string {
  const middle = (STEPS - 1) / 2;
  const share = (index - middle) / middle;
  if (share === 0) return NEUTRAL;
  return mix(share < 0 ? "var(--chart-2)" : "var(--chart-1)", 15 + 85 * Math.abs(share), NEUTRAL);
}

/** Returns the radius of each node, in pixels at the zoom of the fitted picture. */
export function nodeRadii(picture: NetworkPicture, choice: string | null): readonly number[] {
  const usual = picture.nodes.length > 600 ? 3.5 : picture.nodes.length > 150 ? 5 : 6;
  const attribute = picture.attributes.find(
    (one) => attributeKey(one) === choice && (one.type === "number" || one.type === "integer"),
  );
  if (choice !== "ties" && !attribute) return picture.nodes.map(() => usual);
  const values = attribute
    ? attribute.values.map((value) => (typeof value === "number" ? value : null))
    : picture.nodes.map(({ degree }) => degree);
  const known = values.filter((value) => value !== null);
  const low = choice === "ties" ? 0 : known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  // The area grows with the value; the smallest node can still be seen and clicked.
  return values.map(
    (value) =>
      usual *
      (0.5 + Math.sqrt(value === null || high <= low ? 0.25 : (value - low) / (high - low))),
  );
}
