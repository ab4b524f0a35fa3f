import { formatNumber } from "@/components/ui/format";
import { EXPORT_SCALE, type Palette } from "./draw";
import type { ColourScale } from "./colour-scale";

/** How long to keep the object URL: the browser has read the file by then. */
const REVOKE_AFTER_MS = 30_000;
const LINE = 18;
const PADDING = 12;
const SMALL = "12px system-ui, sans-serif";
const SWATCH = 10;
/** Pixels between a colour and its label. */
const GAP = 4;

export type Caption = { readonly title: string; readonly lines: readonly string[] };

/**
 * Saves a picture as a PNG file, with its title, the legend and the notice of simulated data
 * beneath it.
 */
export async function savePicture(
  picture: HTMLCanvasElement,
  palette: Palette,
  scale: ColourScale,
  { title, lines }: Caption,
  fileName: string,
): Promise<void> {
  const width = picture.width / EXPORT_SCALE;
  const sheet = document.createElement("canvas");
  const context = sheet.getContext("2d");
  if (!context) throw new Error("the browser has no canvas to spare");
  context.font = SMALL;
  const legend = layOutLegend(
    legendEntries(scale, palette).map((part) => ({
      ...part,
      width: entryWidth(part, (text) => context.measureText(text).width),
    })),
    width - 2 * PADDING,
  );
  const legendLines = (legend.at(-1)?.line ?? 0) + 1;
  // Setting the size of a canvas clears it and resets its font.
  Object.assign(sheet, {
    width: picture.width,
    height: picture.height + EXPORT_SCALE * (2 * PADDING + LINE * (1 + legendLines + lines.length)),
  });
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(picture, 0, 0);
  context.setTransform(EXPORT_SCALE, 0, 0, EXPORT_SCALE, 0, picture.height);
  context.textBaseline = "middle";
  const write = (text: string, x: number, line: number, font: string): void => {
    context.font = font;
    context.fillStyle = palette.text;
    context.fillText(text, x, PADDING + LINE * (line + 0.5), width - x - PADDING);
  };
  write(title, PADDING, 0, "600 13px system-ui, sans-serif");
  for (const { before, colour, after, x, line, width: whole } of legend) {
    const left = PADDING + x;
    const right = left + whole;
    write(before, left, 1 + line, SMALL);
    const swatch =
      after === ""
        ? right - SWATCH - 1
        : left +
          (before === ""
            ? 0
            : whole - entryWidth({ before: "", after }, (text) => context.measureText(text).width));
    const y = PADDING + LINE * (1.5 + line) - SWATCH / 2;
    context.fillStyle = colour;
    context.strokeStyle = palette.tie;
    context.lineWidth = 0.5;
    context.fillRect(swatch, y, SWATCH, SWATCH);
    context.strokeRect(swatch, y, SWATCH, SWATCH);
    write(after, swatch + SWATCH + GAP, 1 + line, SMALL);
  }
  for (const [index, line] of lines.entries()) write(line, PADDING, 1 + legendLines + index, SMALL);
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not make a picture");
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  // No event says when the browser has read the file.
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

/** Lists the entries of the legend: named classes are labelled each, steps only at both ends. */
function legendEntries(
  { classes, thresholds: thresholds }: ColourScale,
  palette: Palette,
): { before: string; colour: string; after: string }[] {
  return classes.map(({ label }, index) => ({
    before: thresholds && index === 0 ? formatNumber(thresholds[0]) : "",
    colour: palette.classes[index] ?? palette.noValue,
    after: thresholds
      ? index === classes.length - 1
        ? formatNumber(thresholds.at(-1))
        : ""
      : label,
  }));
}

const entryWidth = (
  { before, after }: { before: string; after: string },
  measure: (text: string) => number,
): number =>
  (before === "" ? 0 : measure(before) + GAP) +
  SWATCH +
  (after === "" ? 1 : GAP + measure(after) + 12);

/**
 * Lays out the entries of a legend in lines of `room` pixels; an entry that does not fit starts the
 * next line.
 */
export function layOutLegend<Part extends { readonly width: number }>(
  parts: readonly Part[],
  room: number,
): (Part & { readonly x: number; readonly line: number })[] {
  let [x, line] = [0, 0];
  return parts.map((part) => {
    if (x > 0 && x + part.width > room) [x, line] = [0, line + 1];
    const at = { ...part, x, line };
    x += part.width;
    return at;
  });
}
